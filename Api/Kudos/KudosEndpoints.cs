using LmsActors.Profiles;
using LmsActors.Tenants;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LmsActors.Kudos;

/// <summary>Thanks to give.</summary>
/// <param name="Reason">Plain text of 1 to 500 characters.</param>
/// <param name="Skill">What the learner is good at, one line of at most 60 characters; none if not given.</param>
internal sealed record GiveKudosRequest(string Reason, string? Skill = null);

/// <summary>Kudos: one learner thanks another, with a reason and perhaps for a skill.</summary>
internal static class KudosEndpoints
{
    public static void MapKudos(this RouteGroupBuilder api)
    {
        var kudos = api.MapGroup("/learners/{learnerId}/kudos").RequireFeature(Features.Kudos).WithTags("Kudos");
        kudos.MapPost("/", GiveAsync);
        kudos.MapGet("/", PageAsync);
        kudos.MapGet("/summary", SummaryAsync);
        kudos.MapDelete("/{kudosId}", TakeBackAsync);
    }

    public static IKudosGrain Kudos(this IGrainFactory grains, Viewer viewer, string learnerId) => grains.Actor<IKudosGrain>(viewer.Key(learnerId));

    /// <summary>Thanks a learner: at most 50 a day, 5 of them to the same learner, never oneself.</summary>
    private static async Task<Results<CreatedJson<KudosEntry>, RefusalHttpResult>> GiveAsync(
        LearnerId learnerId, GiveKudosRequest request, Caller caller, IGrainFactory grains)
    {
        var viewer = caller.Viewer;
        var given = await grains.Actor<IKudosGiverGrain>(viewer.Key(viewer.LearnerId))
            .GiveAsync(new(viewer, caller.Operation, learnerId.Value, request.Reason, request.Skill));
        return given.ToHttp(kudos => CreatedJson.At($"/api/v1/learners/{learnerId}/kudos", kudos));
    }

    /// <summary>The kudos that a learner has received, the newest first.</summary>
    private static async Task<Results<Ok<PageBody<KudosEntry>>, RefusalHttpResult>> PageAsync(
        LearnerId learnerId, PageQuery page, Caller caller, HttpContext http, IGrainFactory grains) =>
        (await grains.Kudos(caller.Viewer, learnerId.Value).PageAsync(caller.Viewer, page)).ToHttp(http);

    /// <summary>A learner's kudos in figures: received, from how many, given, and for which skills.</summary>
    private static async Task<Results<Ok<KudosSummary>, RefusalHttpResult>> SummaryAsync(LearnerId learnerId, Caller caller, IGrainFactory grains) =>
        (await grains.Kudos(caller.Viewer, learnerId.Value).SummaryAsync(caller.Viewer)).ToHttp();

    /// <summary>Takes a kudos back; whoever gave or received it, or an administrator.</summary>
    private static async Task<Results<NoContent, RefusalHttpResult>> TakeBackAsync(
        LearnerId learnerId, string kudosId, Caller caller, IGrainFactory grains) =>
        (await grains.Kudos(caller.Viewer, learnerId.Value).TakeBackAsync(caller.Operation, caller.Viewer, kudosId)).ToHttp();
}
