using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace LmsActors.Courses;

/// <summary>How course runs speak to the list of all.</summary>
[Alias("course-catalog-keeper")]
internal interface ICourseCatalog : IGrainWithStringKey
{
    /// <summary>Enters a run; again changes nothing.</summary>
    [Alias("list")]
    Task ListAsync(CourseEntry course);
}

[GenerateSerializer, Alias("course-catalog-event")]
internal abstract record CourseCatalogEvent;

[GenerateSerializer, Immutable, Alias("course-listed")]
internal sealed record CourseListed([property: Id(0)] CourseEntry Course) : CourseCatalogEvent;

[GenerateSerializer, Immutable, Alias("course-catalog-state")]
internal sealed record CourseCatalogState : IState<CourseCatalogState, CourseCatalogEvent>
{
    /// <summary>The runs by code and run.</summary>
    [Id(0)]
    public ImmutableSortedDictionary<string, CourseEntry> Courses { get; init; } = ImmutableSortedDictionary<string, CourseEntry>.Empty.WithComparers(StringComparer.Ordinal);

    public CourseCatalogState Apply(Happened<CourseCatalogEvent> happened) => happened.Event switch
    {
        CourseListed e => this with { Courses = Courses.SetItem(Place(e.Course), e.Course) },
        _ => this,
    };

    public static string Place(CourseEntry course) => $"{course.Code.ToUpperInvariant()}/{course.Run.ToUpperInvariant()}";
}

[GrainType("course-catalog"), Reentrant]
internal sealed class CourseCatalogGrain(Log<CourseCatalogState, CourseCatalogEvent> log, ILogger<CourseCatalogGrain> logger)
    : LogGrain<CourseCatalogState, CourseCatalogEvent>(log, logger), ICourseCatalogGrain, ICourseCatalog
{
    public Task ListAsync(CourseEntry course) => CommitAsync(
        Operation.None,
        (state, _) => state.Courses.TryGetValue(CourseCatalogState.Place(course), out var known) && known == course
            ? Decision<CourseCatalogEvent>.Nothing
            : new CourseListed(course));

    public Task<Page<CourseEntry>> FindAsync(string? code, string? run, Paging paging)
    {
        var found = Log.Committed.Courses
            .Where(course => (paging.Cursor is null || string.CompareOrdinal(course.Key, paging.Cursor) > 0)
                && IsAsked(course.Value.Code, code) && IsAsked(course.Value.Run, run))
            .Take(paging.Limit + 1)
            .ToList();
        return Task.FromResult<Page<CourseEntry>>(found.Count > paging.Limit
            ? new([.. found.Take(paging.Limit).Select(course => course.Value)], found[paging.Limit - 1].Key)
            : new([.. found.Select(course => course.Value)], null));
    }

    private static bool IsAsked(string name, string? asked) => string.IsNullOrEmpty(asked) || string.Equals(name, asked, StringComparison.OrdinalIgnoreCase);
}
