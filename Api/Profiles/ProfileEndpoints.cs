using LmsActors.Accounts;
using LmsActors.Tenants;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LmsActors.Profiles;

/// <summary>Learners as others see them, and what one tells of oneself.</summary>
internal static class ProfileEndpoints
{
    public static void MapProfiles(this RouteGroupBuilder api)
    {
        var profiles = api.MapGroup("").RequireFeature(Features.Profiles).WithTags("Profiles");
        profiles.MapGet("/me/profile", ReadOwnAsync);
        profiles.MapPut("/me/profile", EditAsync);
        profiles.MapGet("/learners/{learnerId}", ReadAsync);
    }

    /// <summary>One's own profile.</summary>
    private static Task<Results<Ok<LearnerResponse>, RefusalHttpResult>> ReadOwnAsync(Caller caller, IGrainFactory grains) =>
        ReadAsync(new(caller.Viewer.LearnerId), caller, grains);

    /// <summary>Changes the fields that are given; null clears a field.</summary>
    private static async Task<Results<Ok<LearnerResponse>, RefusalHttpResult>> EditAsync(
        EditProfileRequest request, Caller caller, IGrainFactory grains, ViewerDirectory viewers)
    {
        var viewer = caller.Viewer;
        var edited = await grains.Actor<IProfileGrain>(viewer.Key(viewer.LearnerId)).EditAsync(request.ToCommand());
        viewers.Forget(viewer.Tenant, viewer.LearnerId);
        return edited.ToHttp(profile => TypedResults.Ok(LearnerResponse.Of(profile)));
    }

    /// <summary>A learner, with what the caller may see.</summary>
    private static async Task<Results<Ok<LearnerResponse>, RefusalHttpResult>> ReadAsync(LearnerId learnerId, Caller caller, IGrainFactory grains)
    {
        var read = await grains.Actor<IProfileGrain>(caller.Viewer.Key(learnerId.Value)).ReadAsync(caller.Viewer);
        return read.ToHttp(page => TypedResults.Ok(LearnerResponse.Of(page)));
    }
}
