using LmsActors.Tenants;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LmsActors.Accounts;

/// <summary>Registering, signing in and out.</summary>
internal static class AccountEndpoints
{
    public static void MapAccounts(this RouteGroupBuilder api)
    {
        var accounts = api.MapGroup("/accounts").WithTags("Accounts");
        accounts.MapPost("/register", RegisterAsync).AllowAnonymous().WithMetadata(new SignInLimitMetadata());
        accounts.MapPost("/login", LoginAsync).AllowAnonymous().WithMetadata(new SignInLimitMetadata());
        accounts.MapPost("/refresh", RefreshAsync).AllowAnonymous().WithMetadata(new SignInLimitMetadata());
        accounts.MapPost("/logout", LogoutAsync);
        accounts.MapPost("/password", ChangePasswordAsync);
        api.MapGet("/me", MeAsync).WithTags("Accounts");
        api.MapPost("/setup", SetUpAsync).AllowAnonymous().WithMetadata(new SignInLimitMetadata()).WithTags("Accounts");
    }

    /// <summary>Registers a learner with a user name and a password.</summary>
    private static async Task<Results<CreatedJson<RegisteredResponse>, RefusalHttpResult>> RegisterAsync(
        RegisterRequest request, AnonymousCaller caller, RegistrationService registrations)
    {
        var tenant = request.Tenant ?? Tenancy.Default;
        var registered = await registrations.RegisterAsync(tenant, new(request.UserName, request.Password, request.Name), caller.Operation);
        return registered.ToHttp(user => CreatedJson.At($"/api/v1/learners/{user.Id}", new RegisteredResponse(user.Id)));
    }

    /// <summary>Signs in: an access token for <c>Authorization: Bearer</c>, and a refresh token.</summary>
    private static async Task<Results<Ok<SignedIn>, RefusalHttpResult>> LoginAsync(LoginRequest request, SignInService service) =>
        (await service.SignInAsync(request.Tenant ?? Tenancy.Default, request.UserName, request.Password)).ToHttp();

    /// <summary>Continues a session with its refresh token.</summary>
    private static async Task<Results<Ok<SignedIn>, RefusalHttpResult>> RefreshAsync(RefreshRequest request, SignInService service) =>
        (await service.RefreshAsync(request.RefreshToken)).ToHttp();

    /// <summary>Ends this session: its tokens and its cookie are good for nothing from now on.</summary>
    private static async Task<NoContent> LogoutAsync(SignInService service, HttpContext http)
    {
        await service.SignOutAsync(http);
        return TypedResults.NoContent();
    }

    /// <summary>Changes the password. All sessions end; the answer begins a new one.</summary>
    private static async Task<Results<Ok<SignedIn>, RefusalHttpResult>> ChangePasswordAsync(
        ChangePasswordRequest request, Caller caller, SignInService service)
    {
        var changed = await service.ChangePasswordAsync(caller.Viewer, request.CurrentPassword, request.NewPassword);
        return changed.Refusal is { } refusal
            ? refusal.ToHttp()
            : (await service.SignInAsync(caller.Viewer.Tenant, changed.Value!.Account.UserName, request.NewPassword)).ToHttp();
    }

    /// <summary>Who you are, and what is switched on for you.</summary>
    private static async Task<MeResponse> MeAsync(Caller caller, TenantDirectory tenants)
    {
        var viewer = caller.Viewer;
        var settings = await tenants.FindAsync(viewer.Tenant);
        var features = Features.All.Where(feature => settings?.IsOn(feature, viewer.Community) == true);
        return new(viewer.LearnerId, viewer.LearnerId, viewer.Name, viewer.Tenant, viewer.Community, viewer.IsAdmin, [.. features]);
    }

    /// <summary>Makes the administrator of a new server, with the one-time token that it printed.</summary>
    private static async Task<Results<CreatedJson<RegisteredResponse>, RefusalHttpResult>> SetUpAsync(SetUpRequest request, SetupService setup)
    {
        var admin = await setup.CreateAdminAsync(request.Token, new(request.UserName ?? SetupService.AdminName, request.Password, request.Name ?? "Administrator"));
        return admin.ToHttp(user => CreatedJson.At($"/api/v1/learners/{user.Id}", new RegisteredResponse(user.Id)));
    }
}

internal sealed record RegisterRequest(string UserName, string Password, string Name, string? Tenant);

internal sealed record RegisteredResponse(string LearnerId);

internal sealed record LoginRequest(string UserName, string Password, string? Tenant);

internal sealed record RefreshRequest(string RefreshToken);

internal sealed record ChangePasswordRequest(string CurrentPassword, string NewPassword);

internal sealed record SetUpRequest(string Token, string Password, string? UserName, string? Name);

internal sealed record MeResponse(
    string Id, string LearnerId, string Name, string Tenant, string Community, bool IsAdmin, IReadOnlyList<string> Features);
