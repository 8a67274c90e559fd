using System.Security.Claims;
using LmsActors.Profiles;
using LmsActors.Tenants;

namespace LmsActors.Accounts;

/// <summary>Learners whom a configured issuer vouches for. They come into being when they are first seen.</summary>
internal sealed class VouchedLearners(IGrainFactory grains, TenantDirectory tenants, ViewerDirectory viewers)
{
    private const int LongestSubject = 255;

    /// <summary>The identity of the learner that a verified token speaks of; null when it names none, or no tenant of ours.</summary>
    public async Task<ClaimsPrincipal?> AdmitAsync(IssuerOptions issuer, ClaimsPrincipal token)
    {
        var tenant = issuer.Tenant ?? token.FindFirst(issuer.TenantClaim!)?.Value;
        if (token.FindFirst("sub")?.Value is not { Length: > 0 and <= LongestSubject } subject || tenant is null)
        {
            return null;
        }

        if (await tenants.FindAsync(tenant) is not { } settings)
        {
            return null;
        }

        var learnerId = Ids.Derive("learner", tenant, "jwt", issuer.Issuer, subject);
        if (await viewers.FindAsync(tenant, learnerId) is null && !await CreateAsync(settings, new(tenant, learnerId), issuer, token, subject))
        {
            return null;
        }

        return Identities.OfLearner(tenant, learnerId, Issuers.Scheme(issuer.Issuer));
    }

    private async Task<bool> CreateAsync(TenantSettings settings, ActorKey key, IssuerOptions issuer, ClaimsPrincipal token, string subject)
    {
        var community = token.FindFirst(issuer.CommunityClaim)?.Value;
        community = settings.Communities.Any(c => c.Id == community) ? community : null;
        var created = await grains.Actor<IProfileGrain>(key).CreateAsync(new(
            token.FindFirst(issuer.NameClaim)?.Value ?? subject,
            community ?? settings.Communities[0].Id,
            $"jwt:{issuer.Issuer}:{subject}"));
        viewers.Forget(key.Tenant, key.Id);
        return created.IsOk;
    }
}
