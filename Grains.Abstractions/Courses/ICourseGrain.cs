namespace LmsActors.Courses;

/// <summary>
/// A course run: what is taught in it, and who takes part. Key: its id, which its code and run always lead to (<see cref="CourseIds"/>).
/// </summary>
[Alias("course")]
public interface ICourseGrain : IGrainWithStringKey
{
    /// <summary>Brings the run into being; again changes nothing. For administrators.</summary>
    [Alias("create")]
    Task<Result<Course>> CreateAsync(Operation operation, Viewer viewer, CourseTitle title);

    /// <summary>The run.</summary>
    [Alias("read")]
    Task<Result<Course>> ReadAsync(Viewer viewer);

    /// <summary>What is to be read and done in it, in the order of their ids.</summary>
    [Alias("items")]
    Task<Result<Page<CourseItem>>> ItemsAsync(Viewer viewer, Paging paging);

    /// <summary>What is handed in and counts for the score.</summary>
    [Alias("assessments")]
    Task<Result<IReadOnlyList<Assessment>>> AssessmentsAsync(Viewer viewer);

    /// <summary>Who takes part, in the order of their ids; for those who take part themselves, and for administrators.</summary>
    [Alias("enrolments")]
    Task<Result<Page<Enrolment>>> EnrolmentsAsync(Viewer viewer, Paging paging);

    /// <summary>A learner's way through the run: for itself, for those who teach in the run, and for administrators.</summary>
    [Alias("study")]
    Task<Result<Study>> StudyAsync(Viewer viewer, string learnerId);

    /// <summary>Adds to the run, or changes, an item; for instructors and administrators.</summary>
    [Alias("put-item")]
    Task<Result<CourseItem>> PutItemAsync(Operation operation, Viewer viewer, CourseItem item);

    /// <summary>Adds to the run, or changes, an assessment. What was handed in keeps the weight that it had then. For instructors and administrators.</summary>
    [Alias("put-assessment")]
    Task<Result<Assessment>> PutAssessmentAsync(Operation operation, Viewer viewer, Assessment assessment);

    /// <summary>Lets a learner take part in a role, or changes it; for instructors and administrators. Only administrators make instructors.</summary>
    [Alias("enrol")]
    Task<Result<Enrolment>> EnrolAsync(Operation operation, Viewer viewer, string learnerId, CourseRole role);

    /// <summary>Ends a learner's part; what it has handed in stays with it. For instructors and administrators.</summary>
    [Alias("withdraw")]
    Task<Result> WithdrawAsync(Operation operation, Viewer viewer, string learnerId);

    /// <summary>Notes what a learner has handed in, or another score for it; for instructors, teaching assistants and administrators.</summary>
    [Alias("complete")]
    Task<Result<Completion>> CompleteAsync(Operation operation, Viewer viewer, string learnerId, string assessmentId, decimal? score);

    /// <summary>Takes over a run of another system, or what is missing of it; answers how many enrolments, items and assessments are new.</summary>
    [Alias("import"), ResponseTimeout(ResponseTimes.Bulk)]
    Task<Result<ImportedCourseCount>> ImportAsync(ImportedCourse course);
}

/// <summary>All course runs of a tenant. Key: <see cref="CourseIds.Catalog"/>.</summary>
[Alias("course-catalog")]
public interface ICourseCatalogGrain : IGrainWithStringKey
{
    /// <summary>The runs by code and name; those of one code, or one run, where that is given (whatever the case).</summary>
    [Alias("find")]
    Task<Page<CourseEntry>> FindAsync(string? code, string? run, Paging paging);
}

/// <summary>The course runs that a learner takes part in, and what it has handed in. Key: the learner's id.</summary>
[Alias("studies")]
public interface IStudiesGrain : IGrainWithStringKey
{
    /// <summary>The runs, in the order in which they were entered.</summary>
    [Alias("all")]
    Task<IReadOnlyList<StudyEntry>> AllAsync();

    /// <summary>The learner's way through one run; not found for who never took part.</summary>
    [Alias("of")]
    Task<Result<Study>> OfAsync(string courseId);

    /// <summary>Takes over what was handed in elsewhere; answers how many are new or have another score.</summary>
    [Alias("import"), ResponseTimeout(ResponseTimes.Bulk)]
    Task<Result<int>> ImportAsync(IReadOnlyList<ImportedStudy> studies);
}

/// <summary>Ids of courses.</summary>
public static class CourseIds
{
    public const string Catalog = "courses";

    public static string Run(string tenant, string code, string run) => Ids.Derive("course", tenant, code.ToUpperInvariant(), run.ToUpperInvariant());
}
