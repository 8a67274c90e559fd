using LmsActors.Accounts;
using LmsActors.Tenants;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LmsActors.Erasures;

/// <summary>The erasure of learners, for administrators.</summary>
internal static class ErasureEndpoints
{
    public const string Path = "api/v1/admin/erasures";
    public const string RegisterPath = $"{Path}/register";

    private static readonly Refusal Unknown = Refusal.NotFound("erasure.unknown", "There is no such erasure.");

    private static readonly Refusal UnknownLearner = Refusal.NotFound("learner.unknown", "There is no such learner.");

    private static readonly Refusal FirstAdmin = Refusal.Conflict(
        "erasure.first-admin", "The first administrator's account belongs to the tenant and cannot be erased. Its profile can be changed.");

    public static void MapErasures(this RouteGroupBuilder api)
    {
        var erasures = api.MapGroup("/admin/erasures").RequireAuthorization(AccountsSetup.Admin).WithTags("Administration");
        erasures.MapPost("/", OrderAsync);
        erasures.MapGet("/", ListAsync);
        erasures.MapGet("/register", RegisterAsync);
        erasures.MapGet("/{erasureId}", ReadAsync);
    }

    /// <summary>
    /// Erases a learner for good: account and sessions, profile, posts, messages, comments, reactions, connections, memberships, and every
    /// mention by id. Others see it go at once; the erasure is complete when no stored log speaks of the learner any more. Cannot be undone.
    /// </summary>
    private static async Task<Results<Accepted<ErasureResponse>, RefusalHttpResult>> OrderAsync(
        OrderErasureRequest request, Admin admin, HttpContext http, IGrainFactory grains, ViewerDirectory viewers)
    {
        if (!Ids.IsWellFormed(request.LearnerId))
        {
            return UnknownLearner.ToHttp();
        }

        if (request.LearnerId == RegistrationService.FirstAdminId(admin.Tenant))
        {
            return FirstAdmin.ToHttp();
        }

        var id = await grains.Erasures(admin.Tenant).IdOfAsync(request.LearnerId);
        var by = http.User.LearnerId() ?? $"api-key:{http.User.ApiKeyId()}";
        var ordered = await Erasure(grains, admin, id).OrderAsync(new(admin.Operation, request.LearnerId, by));
        viewers.Forget(admin.Tenant, request.LearnerId);
        return ordered.ToHttp(erasure => TypedResults.Accepted($"/{Path}/{id}", ErasureResponse.Of(erasure)));
    }

    /// <summary>The erasures of the tenant, the newest first. None says of whom.</summary>
    private static async Task<Ok<PageBody<ErasureResponse>>> ListAsync(PageQuery page, Admin admin, HttpContext http, IGrainFactory grains) =>
        (await grains.Erasures(admin.Tenant).PageAsync(page)).ToHttp(http, ErasureResponse.Of);

    /// <summary>How far an erasure is.</summary>
    private static async Task<Results<Ok<ErasureResponse>, RefusalHttpResult>> ReadAsync(string erasureId, Admin admin, IGrainFactory grains) =>
        Ids.IsWellFormed(erasureId) && await Erasure(grains, admin, erasureId).ReadAsync() is { } erasure
            ? TypedResults.Ok(ErasureResponse.Of(erasure))
            : Unknown.ToHttp();

    /// <summary>
    /// The register of erasures, to be kept apart from the backups: `import archive --erasures` applies it to a backup that is older than
    /// some of them. It names nobody; with its keys one can tell whether a known learner id is in it.
    /// </summary>
    private static async Task<Ok<ErasureRegisterFile>> RegisterAsync(Admin admin, IGrainFactory grains) =>
        TypedResults.Ok(ErasureRegisterFile.Of([await grains.Erasures(admin.Tenant).ExportAsync()]));

    private static IErasureGrain Erasure(IGrainFactory grains, Admin admin, string id) =>
        grains.Actor<IErasureGrain>(new ActorKey(admin.Tenant, id));
}
