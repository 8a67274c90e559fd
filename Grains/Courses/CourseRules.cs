namespace LmsActors.Courses;

/// <summary>Every expected "no" of courses.</summary>
internal static class CourseRefusals
{
    public static readonly Refusal NotFound = Refusal.NotFound("course.not-found", "There is no such course run.");

    public static readonly Refusal NoLearner = Refusal.NotFound("learner.not-found", "There is no such learner.");

    public static readonly Refusal NotEnrolled = Refusal.NotFound("course.not-enrolled", "This learner does not take part in this course run.");

    public static readonly Refusal NoAssessment = Refusal.NotFound("course.no-assessment", "This course run has no such assessment.");

    public static readonly Refusal NotTeaching = Refusal.Forbidden("course.not-teaching", "Only those who teach this course run, and administrators, do this.");

    public static readonly Refusal AdminsOnly = Refusal.Forbidden("course.admins-only", "Only administrators do this.");

    public static readonly Refusal TitleInvalid = Refusal.Invalid(
        "course.title-invalid",
        $"A course run has a code and a run of 1 to {CourseLimits.Code} letters, digits, '-', '_' or '.', and a title, one line of 1 to {CourseLimits.Line} characters.");

    public static readonly Refusal ItemInvalid = Refusal.Invalid(
        "course.item-invalid", $"An item has an id, a kind and a title, each one line of 1 to {CourseLimits.Line} characters, and weeks in their order.");

    public static readonly Refusal AssessmentInvalid = Refusal.Invalid(
        "course.assessment-invalid", $"An assessment has an id and a kind, each one line of 1 to {CourseLimits.Line} characters, and a weight of 0 to {CourseLimits.Full} with at most two decimals.");

    public static readonly Refusal ScoreInvalid = Refusal.Invalid(
        "course.score-invalid", $"A score is 0 to {CourseLimits.Full}, with at most two decimals.");

    public static readonly Refusal RoleUnknown = Refusal.Invalid("course.role-unknown", "A role is 'learner', 'teaching-assistant' or 'instructor'.");

    public static readonly Refusal Full = Refusal.Conflict(
        "course.full",
        $"A course run has at most {CourseLimits.Enrolments} learners, {CourseLimits.Items} items and {CourseLimits.Assessments} assessments.");

    public static readonly Refusal TooManyRuns = Refusal.Conflict("course.too-many", $"There are at most {CourseLimits.Runs} course runs.");
}

/// <summary>What may happen to a course run.</summary>
internal static class CourseRules
{
    public static Decision<CourseEvent> Create(CourseState state, Viewer viewer, CourseTitle title) =>
        !viewer.IsAdmin ? CourseRefusals.AdminsOnly
            : !IsTitle(title) ? CourseRefusals.TitleInvalid
            : state.Title is not null ? Decision<CourseEvent>.Nothing
            : new CourseCreated(title with { Title = title.Title.Trim() });

    public static Decision<CourseEvent> Put(CourseState state, Viewer viewer, CourseItem item) =>
        Teaches(state, viewer, isMarking: false) is { } refusal ? refusal
            : !IsItem(item) ? CourseRefusals.ItemInvalid
            : state.Items.TryGetValue(item.Id, out var known) && known == item ? Decision<CourseEvent>.Nothing
            : state.Items.Count >= CourseLimits.Items && known is null ? CourseRefusals.Full
            : new CourseItemsPut([item]);

    public static Decision<CourseEvent> Put(CourseState state, Viewer viewer, Assessment assessment) =>
        Teaches(state, viewer, isMarking: false) is { } refusal ? refusal
            : !IsAssessment(assessment) ? CourseRefusals.AssessmentInvalid
            : state.Assessments.TryGetValue(assessment.Id, out var known) && known == assessment ? Decision<CourseEvent>.Nothing
            : state.Assessments.Count >= CourseLimits.Assessments && known is null ? CourseRefusals.Full
            : new CourseAssessmentsPut([assessment]);

    /// <summary>Instructors let in learners and teaching assistants; administrators everybody.</summary>
    public static Decision<CourseEvent> Enrol(CourseState state, Viewer viewer, string learnerId, CourseRole role) =>
        Teaches(state, viewer, isMarking: false) is { } refusal ? refusal
            : !Enum.IsDefined(role) ? CourseRefusals.RoleUnknown
            : !viewer.IsAdmin && (role == CourseRole.Instructor || state.RoleOf(learnerId) == CourseRole.Instructor) ? CourseRefusals.AdminsOnly
            : state.RoleOf(learnerId) == role ? Decision<CourseEvent>.Nothing
            : state.Roles.Count >= CourseLimits.Enrolments && state.RoleOf(learnerId) is null ? CourseRefusals.Full
            : new LearnersEnrolled([learnerId], role);

    public static Decision<CourseEvent> Withdraw(CourseState state, Viewer viewer, string learnerId) =>
        Teaches(state, viewer, isMarking: false) is { } refusal ? refusal
            : !viewer.IsAdmin && state.RoleOf(learnerId) == CourseRole.Instructor ? CourseRefusals.AdminsOnly
            : state.RoleOf(learnerId) is null ? Decision<CourseEvent>.Nothing
            : new LearnerWithdrawn(learnerId);

    /// <summary>What is missing; what is there stays as it is.</summary>
    public static Decision<CourseEvent> Import(CourseState state, ImportedCourse course)
    {
        if (!IsTitle(course.Title) || !course.Items.All(IsItem) || !course.Assessments.All(IsAssessment))
        {
            return !IsTitle(course.Title) ? CourseRefusals.TitleInvalid : course.Items.All(IsItem) ? CourseRefusals.AssessmentInvalid : CourseRefusals.ItemInvalid;
        }

        CourseItem[] items = [.. course.Items.DistinctBy(item => item.Id).Where(item => !state.Items.ContainsKey(item.Id))];
        Assessment[] assessments = [.. course.Assessments.DistinctBy(one => one.Id).Where(one => !state.Assessments.ContainsKey(one.Id))];
        string[] learners = [.. course.Learners.Distinct().Where(id => !state.Roles.ContainsKey(id))];
        if (state.Items.Count + items.Length > CourseLimits.Items
            || state.Assessments.Count + assessments.Length > CourseLimits.Assessments
            || state.Roles.Count + learners.Length > CourseLimits.Enrolments)
        {
            return CourseRefusals.Full;
        }

        var events = new List<CourseEvent>();
        if (state.Title is null)
        {
            events.Add(new CourseCreated(course.Title));
        }

        if (items.Length > 0)
        {
            events.Add(new CourseItemsPut(items));
        }

        if (assessments.Length > 0)
        {
            events.Add(new CourseAssessmentsPut(assessments));
        }

        if (learners.Length > 0)
        {
            events.Add(new LearnersEnrolled(learners, CourseRole.Learner));
        }

        return Decision<CourseEvent>.Of(events);
    }

    /// <summary>Null for those who may change the run or, where that is asked, mark in it.</summary>
    public static Refusal? Teaches(CourseState state, Viewer viewer, bool isMarking) =>
        state.Title is null ? CourseRefusals.NotFound
            : viewer.IsAdmin || state.RoleOf(viewer.LearnerId) == CourseRole.Instructor ? null
            : isMarking && state.RoleOf(viewer.LearnerId) == CourseRole.TeachingAssistant ? null
            : CourseRefusals.NotTeaching;

    public static bool IsScore(decimal? score) => score is null || IsPercent(score.Value);

    private static bool IsTitle(CourseTitle title) => IsCode(title.Code) && IsCode(title.Run) && IsLine(title.Title) && title.Days is null or >= 0;

    private static bool IsItem(CourseItem item) =>
        IsLine(item.Id) && IsLine(item.Kind) && IsLine(item.Title) && item.WeekFrom is null or >= 0 && (item.WeekTo is null || item.WeekTo >= (item.WeekFrom ?? 0));

    private static bool IsAssessment(Assessment assessment) => IsLine(assessment.Id) && IsLine(assessment.Kind) && IsPercent(assessment.Weight);

    private static bool IsPercent(decimal value) => value is >= 0 and <= CourseLimits.Full && decimal.Round(value, 2) == value;

    private static bool IsCode(string? code) => code is { Length: > 0 and <= CourseLimits.Code } && Ids.IsWellFormed(code);

    private static bool IsLine(string? line) => !string.IsNullOrWhiteSpace(line) && Texts.IsLine(line, CourseLimits.Line);
}
