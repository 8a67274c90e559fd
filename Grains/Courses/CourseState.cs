using System.Collections.Immutable;

namespace LmsActors.Courses;

/// <summary>What can have happened to a course run.</summary>
[GenerateSerializer, Alias("course-event")]
internal abstract record CourseEvent;

[GenerateSerializer, Immutable, Alias("course-created")]
internal sealed record CourseCreated([property: Id(0)] CourseTitle Title) : CourseEvent;

[GenerateSerializer, Immutable, Alias("course-items-put")]
internal sealed record CourseItemsPut([property: Id(0)] IReadOnlyList<CourseItem> Items) : CourseEvent;

[GenerateSerializer, Immutable, Alias("course-assessments-put")]
internal sealed record CourseAssessmentsPut([property: Id(0)] IReadOnlyList<Assessment> Assessments) : CourseEvent;

[GenerateSerializer, Immutable, Alias("course-learners-enrolled")]
internal sealed record LearnersEnrolled([property: Id(0)] IReadOnlyList<string> LearnerIds, [property: Id(1)] CourseRole Role) : CourseEvent;

[GenerateSerializer, Immutable, Alias("course-learner-withdrawn")]
internal sealed record LearnerWithdrawn([property: Id(0)] string LearnerId) : CourseEvent;

[GenerateSerializer, Immutable, Alias("course-state")]
internal sealed record CourseState : IState<CourseState, CourseEvent>
{
    /// <summary>Null before the run was created.</summary>
    [Id(0)]
    public CourseTitle? Title { get; init; }

    [Id(1)]
    public ImmutableSortedDictionary<string, CourseItem> Items { get; init; } = ImmutableSortedDictionary<string, CourseItem>.Empty.WithComparers(StringComparer.Ordinal);

    [Id(2)]
    public ImmutableSortedDictionary<string, Assessment> Assessments { get; init; } = ImmutableSortedDictionary<string, Assessment>.Empty.WithComparers(StringComparer.Ordinal);

    [Id(3)]
    public ImmutableSortedDictionary<string, CourseRole> Roles { get; init; } = ImmutableSortedDictionary<string, CourseRole>.Empty.WithComparers(StringComparer.Ordinal);

    public CourseState Apply(Happened<CourseEvent> happened) => happened.Event switch
    {
        CourseCreated e => this with { Title = e.Title },
        CourseItemsPut e => this with { Items = Items.SetItems(e.Items.Select(item => KeyValuePair.Create(item.Id, item))) },
        CourseAssessmentsPut e => this with { Assessments = Assessments.SetItems(e.Assessments.Select(one => KeyValuePair.Create(one.Id, one))) },
        LearnersEnrolled e => this with { Roles = Roles.SetItems(e.LearnerIds.Select(id => KeyValuePair.Create(id, e.Role))) },
        LearnerWithdrawn e => this with { Roles = Roles.Remove(e.LearnerId) },
        _ => this,
    };

    public Course ToView(string id, Viewer viewer) => new(
        id, Title!.Code, Title.Run, Title.Title, Title.ExternalId, Title.Days, Roles.Count, Items.Count, Assessments.Count, RoleOf(viewer.LearnerId));

    public CourseEntry ToEntry(string id) => new(id, Title!.Code, Title.Run, Title.Title, Title.ExternalId);

    public CourseRole? RoleOf(string learnerId) => Roles.TryGetValue(learnerId, out var role) ? role : null;
}
