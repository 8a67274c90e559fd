using LmsActors.Accounts;
using LmsActors.Tenants;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace LmsActors.Import;

/// <summary>
/// What <c>import … --server</c> speaks to: administrators put learners, rooms, messages, follows, kudos and courses of other systems, many at a time.
/// All may be repeated; what is there already stays as it is.
/// </summary>
internal static class ImportEndpoints
{
    /// <summary>The largest body of an import, in bytes; other requests are held to less.</summary>
    public const int MaxBody = 8 << 20;

    private static readonly TimeSpan SettleAtMost = TimeSpan.FromSeconds(20);

    public static void MapImport(this RouteGroupBuilder api)
    {
        var import = api.MapGroup("/admin/import")
            .RequireAuthorization(AccountsSetup.Admin)
            .WithTags("Import")
            .WithMetadata(new RequestSizeLimitAttribute(MaxBody));
        import.MapPost("/learners", PutLearnersAsync);
        import.MapPost("/rooms", PutRoomAsync);
        import.MapPost("/messages", PutMessagesAsync);
        import.MapPost("/follows", PutFollowsAsync);
        import.MapPost("/kudos", PutKudosAsync);
        import.MapPost("/courses", PutCourseAsync);
        import.MapPost("/studies", PutStudiesAsync);
        import.MapPost("/settle", SettleAsync);
    }

    /// <summary>Learners without password, found again by their external ids.</summary>
    private static Task<Results<Ok<ImportedLearners>, RefusalHttpResult>> PutLearnersAsync(
        ImportLearnersRequest request, Admin admin, IGrainFactory grains, TimeProvider time, CancellationToken cancellation) =>
        AnswerAsync(ImportRequests.Check(request), () => Target(admin, grains, time).PutLearnersAsync(request.Learners, cancellation));

    /// <summary>An open group with its room and members; the members were put before.</summary>
    private static Task<Results<Ok<ImportedRoom>, RefusalHttpResult>> PutRoomAsync(
        ImportRoomRequest request, Admin admin, IGrainFactory grains, TimeProvider time, CancellationToken cancellation) =>
        AnswerAsync(
            ImportRequests.Check(request),
            () => Target(admin, grains, time).PutRoomAsync(
                new(request.ExternalId, request.Name, request.CreatedAt, request.Members), cancellation));

    /// <summary>Messages of a room, oldest first, with the times of the originals.</summary>
    private static Task<Results<Ok<ImportedCount>, RefusalHttpResult>> PutMessagesAsync(
        ImportMessagesRequest request, Admin admin, IGrainFactory grains, TimeProvider time, CancellationToken cancellation) =>
        AnswerAsync(
            ImportRequests.Check(request),
            async () => new ImportedCount(await Target(admin, grains, time).PutMessagesAsync(new(request.Room, request.Messages), cancellation)));

    /// <summary>Who follows whom.</summary>
    private static Task<Results<Ok<ImportedCount>, RefusalHttpResult>> PutFollowsAsync(
        ImportFollowsRequest request, Admin admin, IGrainFactory grains, TimeProvider time, CancellationToken cancellation) =>
        AnswerAsync(
            ImportRequests.Check(request),
            async () => new ImportedCount(await Target(admin, grains, time).PutFollowsAsync(request.Follows, cancellation)));

    /// <summary>Who thanked whom.</summary>
    private static Task<Results<Ok<ImportedCount>, RefusalHttpResult>> PutKudosAsync(
        ImportKudosRequest request, Admin admin, IGrainFactory grains, TimeProvider time, CancellationToken cancellation) =>
        AnswerAsync(
            ImportRequests.Check(request),
            async () => new ImportedCount(await Target(admin, grains, time).PutKudosAsync(request.Kudos, cancellation)));

    /// <summary>A course run with its items, assessments and learners; the learners were put before. Answers how many enrolments are new.</summary>
    private static Task<Results<Ok<ImportedCount>, RefusalHttpResult>> PutCourseAsync(
        ImportCourse request, Admin admin, IGrainFactory grains, TimeProvider time, CancellationToken cancellation) =>
        AnswerAsync(
            ImportRequests.Check(request),
            async () => new ImportedCount(await Target(admin, grains, time).PutCourseAsync(request, cancellation)));

    /// <summary>What learners have handed in in course runs that were put before.</summary>
    private static Task<Results<Ok<ImportedCount>, RefusalHttpResult>> PutStudiesAsync(
        ImportStudiesRequest request, Admin admin, IGrainFactory grains, TimeProvider time, CancellationToken cancellation) =>
        AnswerAsync(
            ImportRequests.Check(request),
            async () => new ImportedCount(await Target(admin, grains, time).PutStudiesAsync(request.Studies, cancellation)));

    /// <summary>Waits until what was put is in all figures, for twenty seconds at most; says whether it is.</summary>
    private static async Task<SettledResponse> SettleAsync(Admin admin, IGrainFactory grains, TimeProvider time, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(SettleAtMost);
        try
        {
            await Target(admin, grains, time).SettleAsync(patience.Token);
            return new(true);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new(false);
        }
    }

    private static async Task<Results<Ok<T>, RefusalHttpResult>> AnswerAsync<T>(Refusal? refusal, Func<Task<T>> put)
    {
        if (refusal is not null)
        {
            return refusal.ToHttp();
        }

        try
        {
            return TypedResults.Ok(await put());
        }
        catch (ImportSourceException refused)
        {
            return Refusal.Conflict("import.refused", refused.Message).ToHttp();
        }
    }

    private static GrainImportTarget Target(Admin admin, IGrainFactory grains, TimeProvider time) => new(grains, time, admin.Tenant);
}
