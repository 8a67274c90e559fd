using Microsoft.AspNetCore.Authorization;

namespace LmsActors.Accounts;

/// <summary>Only for administrators of the tenant: an API key that acts for itself, or a learner who is one.</summary>
internal sealed class AdminRequirement : IAuthorizationRequirement;

internal sealed class AdminHandler(IViewers viewers) : AuthorizationHandler<AdminRequirement>
{
    protected override async Task HandleRequirementAsync(AuthorizationHandlerContext context, AdminRequirement requirement)
    {
        var isAdmin = context.User.LearnerId() is null
            ? context.User.ApiKeyId() is not null
            : await viewers.OfAsync(context.User) is { IsAdmin: true };
        if (isAdmin)
        {
            context.Succeed(requirement);
        }
    }
}
