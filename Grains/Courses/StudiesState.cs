using System.Collections.Immutable;

namespace LmsActors.Courses;

/// <summary>What can have happened on a learner's way through its courses.</summary>
[GenerateSerializer, Alias("studies-event")]
internal abstract record StudiesEvent;

/// <summary>A course run told what the learner is in it.</summary>
[GenerateSerializer, Immutable, Alias("study-noted")]
internal sealed record StudyNoted(
    [property: Id(0)] CourseEntry Course, [property: Id(1)] CourseRole? Role, [property: Id(2)] long AsOf) : StudiesEvent;

/// <summary>Things were handed in, or marked anew.</summary>
[GenerateSerializer, Immutable, Alias("study-completed")]
internal sealed record StudyCompleted([property: Id(0)] CourseEntry Course, [property: Id(1)] IReadOnlyList<Completion> Completions) : StudiesEvent;

[GenerateSerializer, Immutable, Alias("studies-state")]
internal sealed record StudiesState : IState<StudiesState, StudiesEvent>
{
    [Id(0)]
    public ImmutableDictionary<string, CourseStudy> Courses { get; init; } = ImmutableDictionary<string, CourseStudy>.Empty;

    public StudiesState Apply(Happened<StudiesEvent> happened) => happened.Event switch
    {
        StudyNoted e => With(e.Course, happened.Sequence, study => study with { Role = e.Role, AsOf = e.AsOf }),
        StudyCompleted e => With(e.Course, happened.Sequence, study => study with
        {
            Completions = study.Completions.SetItems(e.Completions.Select(one => KeyValuePair.Create(one.AssessmentId, one))),
        }),
        _ => this,
    };

    private StudiesState With(CourseEntry course, long place, Func<CourseStudy, CourseStudy> change)
    {
        var study = Courses.GetValueOrDefault(course.Id) ?? new CourseStudy { Course = course, Place = place };
        return this with { Courses = Courses.SetItem(course.Id, change(study)) };
    }
}

/// <summary>A learner's way through one course run.</summary>
[GenerateSerializer, Immutable, Alias("course-study")]
internal sealed record CourseStudy
{
    [Id(0)]
    public required CourseEntry Course { get; init; }

    /// <summary>The number of the event by which it came into the list.</summary>
    [Id(1)]
    public long Place { get; init; }

    [Id(2)]
    public CourseRole? Role { get; init; }

    /// <summary>The number of the run's event by which it was so.</summary>
    [Id(3)]
    public long AsOf { get; init; }

    [Id(4)]
    public ImmutableSortedDictionary<string, Completion> Completions { get; init; } = ImmutableSortedDictionary<string, Completion>.Empty.WithComparers(StringComparer.Ordinal);

    /// <inheritdoc cref="Study.Score"/>
    public decimal? Score => Completions.IsEmpty ? null : Hundredths / 100m;

    /// <summary>The score in hundredths; 0 when nothing was handed in.</summary>
    public long Hundredths => (long)decimal.Round(Completions.Values.Sum(one => (one.Score ?? 0) * one.Weight), MidpointRounding.ToEven);
}

/// <summary>What becomes of what learners hand in.</summary>
internal static class StudiesRules
{
    public static Decision<StudiesEvent> Note(StudiesState state, CourseEntry course, CourseRole? role, long asOf) =>
        state.Courses.TryGetValue(course.Id, out var study) && asOf <= study.AsOf
            ? Decision<StudiesEvent>.Nothing
            : new StudyNoted(course, role, asOf);

    /// <summary>Those that are new, or have another score.</summary>
    public static Decision<StudiesEvent> Complete(StudiesState state, CourseEntry course, IReadOnlyList<Completion> completions)
    {
        var known = state.Courses.GetValueOrDefault(course.Id)?.Completions;
        Completion[] fresh =
        [
            .. completions
                .DistinctBy(one => one.AssessmentId)
                .Where(one => known is null || !known.TryGetValue(one.AssessmentId, out var before) || before != one),
        ];
        return fresh.Length == 0 ? Decision<StudiesEvent>.Nothing : new StudyCompleted(course, fresh);
    }
}
