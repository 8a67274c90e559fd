using System.Text.Json.Serialization;
using LmsActors.Profiles;
using LmsActors.Tenants;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LmsActors.Courses;

/// <summary>A course run to bring into being.</summary>
/// <param name="Code">Of the course: 1 to 30 letters, digits, <c>-</c>, <c>_</c> or <c>.</c></param>
/// <param name="Run">Which run of it; likewise.</param>
/// <param name="Title">One line of 1 to 100 characters; the code if not given.</param>
/// <param name="Days">How long it takes.</param>
internal sealed record CreateCourseRequest(string Code, string Run, string? Title = null, int? Days = null);

/// <summary>An item of a course run. The weeks are those of the run, counted from 0.</summary>
internal sealed record PutCourseItemRequest(string Kind, string? Title = null, int? WeekFrom = null, int? WeekTo = null);

/// <summary>An assessment of a course run.</summary>
/// <param name="Weight">Of the score, in percent.</param>
/// <param name="Day">The day of the run on which it is due.</param>
internal sealed record PutAssessmentRequest(string Kind, [property: JsonRequired] decimal Weight, int? Day = null);

/// <summary>What a learner is to be in a course run: <c>learner</c> if not given, <c>teaching-assistant</c> or <c>instructor</c>.</summary>
internal sealed record PutEnrolmentRequest(CourseRole Role = CourseRole.Learner);

/// <summary>What a learner has handed in.</summary>
/// <param name="Score">0 to 100 with at most two decimals; null while it is not known, and it then counts as 0.</param>
internal sealed record PutCompletionRequest([property: JsonRequired] decimal? Score);

/// <summary>Course runs: what is taught, who takes part, and what they hand in.</summary>
internal static class CourseEndpoints
{
    private const string Me = "me";

    private static readonly Refusal NotFound = Refusal.NotFound("course.not-found", "There is no such course run.");

    public static void MapCourses(this RouteGroupBuilder api)
    {
        var courses = api.MapGroup("/courses").RequireFeature(Features.Courses).WithTags("Courses");
        courses.MapGet("", FindAsync);
        courses.MapPost("", CreateAsync);
        courses.MapGet("/{courseId}", ReadAsync);
        courses.MapGet("/{courseId}/items", ItemsAsync);
        courses.MapPut("/{courseId}/items/{itemId}", PutItemAsync);
        courses.MapGet("/{courseId}/assessments", AssessmentsAsync);
        courses.MapPut("/{courseId}/assessments/{assessmentId}", PutAssessmentAsync);
        courses.MapGet("/{courseId}/enrolments", EnrolmentsAsync);
        courses.MapGet("/{courseId}/enrolments/{learnerId}", StudyAsync);
        courses.MapPut("/{courseId}/enrolments/{learnerId}", EnrolAsync);
        courses.MapDelete("/{courseId}/enrolments/{learnerId}", WithdrawAsync);
        courses.MapPut("/{courseId}/enrolments/{learnerId}/completions/{assessmentId}", CompleteAsync);
        api.MapGet("/me/courses", MineAsync).RequireFeature(Features.Courses).WithTags("Courses");
    }

    public static ICourseGrain Course(this IGrainFactory grains, Viewer viewer, string courseId) => grains.Actor<ICourseGrain>(viewer.Key(courseId));

    public static IStudiesGrain Studies(this IGrainFactory grains, Viewer viewer, string learnerId) => grains.Actor<IStudiesGrain>(viewer.Key(learnerId));

    /// <summary>All course runs by code; those of a code, or one run, where <c>code</c> or <c>run</c> says so (whatever the case).</summary>
    private static async Task<Ok<PageBody<CourseEntry>>> FindAsync(
        string? code, string? run, PageQuery page, Requester caller, IGrainFactory grains, HttpContext http) =>
        (await grains.Actor<ICourseCatalogGrain>(caller.Viewer.Key(CourseIds.Catalog)).FindAsync(code, run, page)).ToHttp(http);

    /// <summary>Brings a course run into being; for administrators. Again answers the run as it is.</summary>
    private static async Task<Results<CreatedJson<Course>, RefusalHttpResult>> CreateAsync(CreateCourseRequest request, Requester caller, IGrainFactory grains)
    {
        var id = CourseIds.Run(caller.Viewer.Tenant, request.Code, request.Run);
        var created = await grains.Course(caller.Viewer, id).CreateAsync(
            caller.Operation, caller.Viewer, new(request.Code, request.Run, request.Title ?? request.Code, Days: request.Days));
        return created.ToHttp(course => CreatedJson.At($"/api/v1/courses/{course.Id}", course));
    }

    /// <summary>A course run, and what the caller is in it.</summary>
    private static async Task<Results<Ok<Course>, RefusalHttpResult>> ReadAsync(CourseId courseId, Requester caller, IGrainFactory grains) =>
        (await grains.Course(caller.Viewer, courseId.Value).ReadAsync(caller.Viewer)).ToHttp();

    /// <summary>What is to be read and done in a course run.</summary>
    private static async Task<Results<Ok<PageBody<CourseItem>>, RefusalHttpResult>> ItemsAsync(
        CourseId courseId, PageQuery page, Requester caller, IGrainFactory grains, HttpContext http) =>
        (await grains.Course(caller.Viewer, courseId.Value).ItemsAsync(caller.Viewer, page)).ToHttp(http);

    /// <summary>Adds an item to a course run, or changes it; for its instructors and administrators.</summary>
    private static async Task<Results<Ok<CourseItem>, RefusalHttpResult>> PutItemAsync(
        CourseId courseId, string itemId, PutCourseItemRequest request, Requester caller, IGrainFactory grains) =>
        (await grains.Course(caller.Viewer, courseId.Value).PutItemAsync(
            caller.Operation, caller.Viewer, new(itemId, request.Kind, request.Title ?? request.Kind, request.WeekFrom, request.WeekTo))).ToHttp();

    /// <summary>What is handed in in a course run, and what it weighs.</summary>
    private static async Task<Results<Ok<WholeList<Assessment>>, RefusalHttpResult>> AssessmentsAsync(CourseId courseId, Requester caller, IGrainFactory grains) =>
        (await grains.Course(caller.Viewer, courseId.Value).AssessmentsAsync(caller.Viewer)).ToHttp(list => TypedResults.Ok(new WholeList<Assessment>(list)));

    /// <summary>Adds an assessment to a course run, or changes it; for its instructors and administrators. What was handed in keeps its weight.</summary>
    private static async Task<Results<Ok<Assessment>, RefusalHttpResult>> PutAssessmentAsync(
        CourseId courseId, string assessmentId, PutAssessmentRequest request, Requester caller, IGrainFactory grains) =>
        (await grains.Course(caller.Viewer, courseId.Value).PutAssessmentAsync(
            caller.Operation, caller.Viewer, new(assessmentId, request.Kind, request.Weight, request.Day))).ToHttp();

    /// <summary>Who takes part in a course run; for those who do, and administrators.</summary>
    private static async Task<Results<Ok<PageBody<Enrolment>>, RefusalHttpResult>> EnrolmentsAsync(
        CourseId courseId, PageQuery page, Requester caller, IGrainFactory grains, HttpContext http) =>
        (await grains.Course(caller.Viewer, courseId.Value).EnrolmentsAsync(caller.Viewer, page)).ToHttp(http);

    /// <summary>A learner's way through a course run, with what was handed in and the score: one's own (<c>me</c>), or for those who teach there.</summary>
    private static async Task<Results<Ok<Study>, RefusalHttpResult>> StudyAsync(CourseId courseId, LearnerId learnerId, Requester caller, IGrainFactory grains) =>
        (await grains.Course(caller.Viewer, courseId.Value).StudyAsync(
            caller.Viewer, learnerId.Value == Me ? caller.Viewer.LearnerId : learnerId.Value)).ToHttp();

    /// <summary>Lets a learner take part in a course run, or changes its role; for instructors of the run and administrators. Only administrators make instructors.</summary>
    private static async Task<Results<Ok<Enrolment>, RefusalHttpResult>> EnrolAsync(
        CourseId courseId, LearnerId learnerId, PutEnrolmentRequest? request, Requester caller, IGrainFactory grains) =>
        (await grains.Course(caller.Viewer, courseId.Value).EnrolAsync(
            caller.Operation, caller.Viewer, learnerId.Value, request?.Role ?? CourseRole.Learner)).ToHttp();

    /// <summary>Ends a learner's part in a course run; what it has handed in stays with it.</summary>
    private static async Task<Results<NoContent, RefusalHttpResult>> WithdrawAsync(
        CourseId courseId, LearnerId learnerId, Requester caller, IGrainFactory grains) =>
        (await grains.Course(caller.Viewer, courseId.Value).WithdrawAsync(caller.Operation, caller.Viewer, learnerId.Value)).ToHttp();

    /// <summary>Notes what a learner has handed in, with its score, or marks it anew; for those who teach in the run, and administrators.</summary>
    private static async Task<Results<Ok<Completion>, RefusalHttpResult>> CompleteAsync(
        CourseId courseId, LearnerId learnerId, string assessmentId, PutCompletionRequest request, Requester caller, IGrainFactory grains) =>
        (await grains.Course(caller.Viewer, courseId.Value).CompleteAsync(
            caller.Operation, caller.Viewer, learnerId.Value, assessmentId, request.Score)).ToHttp();

    /// <summary>The course runs in which the caller takes part, or has taken part, with its scores.</summary>
    private static async Task<Ok<WholeList<StudyEntry>>> MineAsync(Caller caller, IGrainFactory grains) =>
        TypedResults.Ok(new WholeList<StudyEntry>(await grains.Studies(caller.Viewer, caller.Viewer.LearnerId).AllAsync()));

    /// <summary>The id of a course run in an address. What cannot be one is answered as an id that no run has, and wakes no actor.</summary>
    internal readonly record struct CourseId(string Value)
    {
        public static bool TryParse(string? text, out CourseId id)
        {
            id = new(Ids.IsWellFormed(text) ? text! : throw new RefusedRequestException(NotFound));
            return true;
        }
    }
}
