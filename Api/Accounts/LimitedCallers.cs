using System.Security.Claims;

namespace LmsActors.Accounts;

/// <summary>A key is limited as a key, whomever it acts for; everyone else as a learner.</summary>
internal sealed class LimitedCallers : ILimitedCallers
{
    public Limited? Of(ClaimsPrincipal user) =>
        user.TenantId() is not { } tenant ? null
        : user.ApiKeyId() is { } key ? new(RateLimitKind.ApiKey, $"{tenant}/{key}")
        : user.LearnerId() is { } learner ? new(RateLimitKind.Learner, $"{tenant}/{learner}")
        : null;
}
