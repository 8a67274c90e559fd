namespace LmsActors.Courses;

/// <summary>What course runs hold to.</summary>
public static class CourseLimits
{
    /// <summary>Learners in a run.</summary>
    public const int Enrolments = 20_000;

    /// <summary>Items of a run.</summary>
    public const int Items = 5_000;

    /// <summary>Assessments of a run.</summary>
    public const int Assessments = 500;

    /// <summary>Course runs of a tenant.</summary>
    public const int Runs = 10_000;

    /// <summary>The characters of a code or of the name of a run.</summary>
    public const int Code = 30;

    /// <summary>The characters of a title, a kind, or an id of an item.</summary>
    public const int Line = 100;

    /// <summary>The weight of an assessment, and a score, at most.</summary>
    public const int Full = 100;
}

/// <summary>What a learner is in a course run.</summary>
[GenerateSerializer, Alias("course-role")]
public enum CourseRole
{
    Learner,
    TeachingAssistant,
    Instructor,
}

/// <summary>A course run is called.</summary>
/// <param name="Code">Of the course, for all its runs: 1 to <see cref="CourseLimits.Code"/> letters, digits, <c>-</c>, <c>_</c>, <c>.</c></param>
/// <param name="Run">Which run of it; likewise.</param>
/// <param name="Title">1 to <see cref="CourseLimits.Line"/> characters, for people.</param>
/// <param name="ExternalId">Its id in the system that it comes from, if any.</param>
/// <param name="Days">How long it takes, if that is known.</param>
[GenerateSerializer, Immutable, Alias("course-title")]
public sealed record CourseTitle(
    [property: Id(0)] string Code, [property: Id(1)] string Run, [property: Id(2)] string Title, [property: Id(3)] string? ExternalId = null, [property: Id(4)] int? Days = null);

/// <summary>A course run as those see it who may take part.</summary>
/// <param name="Role">The viewer's own; null for who does not take part.</param>
[GenerateSerializer, Immutable, Alias("course-view")]
public sealed record Course(
    [property: Id(0)] string Id,
    [property: Id(1)] string Code,
    [property: Id(2)] string Run,
    [property: Id(3)] string Title,
    [property: Id(4)] string? ExternalId,
    [property: Id(5)] int? Days,
    [property: Id(6)] int Enrolments,
    [property: Id(7)] int Items,
    [property: Id(8)] int Assessments,
    [property: Id(9)] CourseRole? Role);

/// <summary>A course run in the list of all.</summary>
[GenerateSerializer, Immutable, Alias("course-entry")]
public sealed record CourseEntry(
    [property: Id(0)] string Id, [property: Id(1)] string Code, [property: Id(2)] string Run, [property: Id(3)] string Title, [property: Id(4)] string? ExternalId);

/// <summary>Something to read or to do in a course run.</summary>
/// <param name="Id">Unique in the run.</param>
/// <param name="Kind">For example <c>resource</c>, <c>quiz</c>, <c>forumng</c>.</param>
/// <param name="WeekFrom">The week of the run from which it is due, counted from 0; null when it has no time.</param>
/// <param name="WeekTo">The last such week.</param>
[GenerateSerializer, Immutable, Alias("course-item")]
public sealed record CourseItem(
    [property: Id(0)] string Id, [property: Id(1)] string Kind, [property: Id(2)] string Title, [property: Id(3)] int? WeekFrom = null, [property: Id(4)] int? WeekTo = null);

/// <summary>Something that is handed in and marked.</summary>
/// <param name="Id">Unique in the run.</param>
/// <param name="Kind">For example <c>TMA</c>, <c>CMA</c>, <c>Exam</c>.</param>
/// <param name="Weight">Of the score, in percent: 0 to 100.</param>
/// <param name="Day">The day of the run on which it is due; null when that is not known.</param>
[GenerateSerializer, Immutable, Alias("assessment")]
public sealed record Assessment([property: Id(0)] string Id, [property: Id(1)] string Kind, [property: Id(2)] decimal Weight, [property: Id(3)] int? Day = null);

/// <summary>A learner in a course run.</summary>
[GenerateSerializer, Immutable, Alias("enrolment")]
public sealed record Enrolment([property: Id(0)] Person Learner, [property: Id(1)] CourseRole Role);

/// <summary>What a learner has handed in.</summary>
/// <param name="AssessmentId">What for.</param>
/// <param name="Score">0 to 100; null while it is not known, and it then counts as 0.</param>
/// <param name="Weight">That the assessment had then.</param>
/// <param name="Day">The day of the run on which it was handed in; null when that is not known.</param>
[GenerateSerializer, Immutable, Alias("completion")]
public sealed record Completion(
    [property: Id(0)] string AssessmentId, [property: Id(1)] decimal? Score, [property: Id(2)] decimal Weight, [property: Id(3)] int? Day = null);

/// <summary>A learner's way through a course run.</summary>
/// <param name="Score">Σ score × weight / 100 over what was handed in, to two decimals (to even); null when nothing was.</param>
[GenerateSerializer, Immutable, Alias("study")]
public sealed record Study(
    [property: Id(0)] string CourseId, [property: Id(1)] CourseRole? Role, [property: Id(2)] decimal? Score, [property: Id(3)] IReadOnlyList<Completion> Completions);

/// <summary>A course run in a learner's own list.</summary>
[GenerateSerializer, Immutable, Alias("study-entry")]
public sealed record StudyEntry([property: Id(0)] CourseEntry Course, [property: Id(1)] CourseRole? Role, [property: Id(2)] decimal? Score);

/// <summary>A course run of another system.</summary>
[GenerateSerializer, Immutable, Alias("imported-course")]
public sealed record ImportedCourse(
    [property: Id(0)] CourseTitle Title,
    [property: Id(1)] IReadOnlyList<CourseItem> Items,
    [property: Id(2)] IReadOnlyList<Assessment> Assessments,
    [property: Id(3)] IReadOnlyList<string> Learners);

/// <summary>How much of a course run of another system was new.</summary>
[GenerateSerializer, Immutable, Alias("imported-course-count")]
public sealed record ImportedCourseCount([property: Id(0)] int Enrolments, [property: Id(1)] int Items, [property: Id(2)] int Assessments);

/// <summary>A learner's part in a course run of another system.</summary>
[GenerateSerializer, Immutable, Alias("imported-study")]
public sealed record ImportedStudy([property: Id(0)] CourseEntry Course, [property: Id(1)] IReadOnlyList<Completion> Completions);
