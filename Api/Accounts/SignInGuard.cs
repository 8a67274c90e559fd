using System.Security.Claims;
using LmsActors.Tenants;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace LmsActors.Accounts;

/// <summary>What keeps guessing slow and telling nothing; one for the whole process.</summary>
internal sealed class SignInGuard(
    IGrainFactory grains, IPasswordHasher<AccountUser> hasher, ViewerDirectory viewers, IOptions<AccountOptions> options, TimeProvider time)
{
    private static readonly AccountUser Phantom = new(Tenancy.Default, new());

    private readonly SemaphoreSlim[] _turns = [.. Enumerable.Range(0, 256).Select(_ => new SemaphoreSlim(1))];
    private readonly Lazy<string> _phantomHash = new(() => hasher.HashPassword(Phantom, "a password that nobody has"));

    /// <summary>Waits until no other attempt at this name is under way here; dispose to let the next one in.</summary>
    public async Task<IDisposable> TakeTurnAsync(string tenant, string? normalizedName)
    {
        var turns = _turns[Ids.Spread($"{tenant}/{normalizedName}") % _turns.Length];
        await turns.WaitAsync();
        return new Turn(turns);
    }

    /// <summary>Whether a name can belong to anyone at all; others are not even asked for.</summary>
    public bool CanExist(string tenant, string userName) =>
        Tenancy.IsWellFormed(tenant) && userName.Length is >= UserNames.MinLength and <= UserNames.MaxLength && userName.All(IsAllowed);

    /// <summary>Takes as long as looking at a real password does.</summary>
    public void SpendTime(string password) => hasher.VerifyHashedPassword(Phantom, _phantomHash.Value, password);

    public string NewSessionId() => Ids.New(time.GetUtcNow());

    /// <summary>Makes the tokens of a session good for nothing.</summary>
    public async Task EndSessionAsync(ClaimsPrincipal user)
    {
        if (user.TenantId() is { } tenant && user.LearnerId() is { } learner && user.SessionId() is { } session)
        {
            var until = time.GetUtcNow() + options.Value.SessionLifetime;
            await grains.Actor<IAccountGrain>(new ActorKey(tenant, learner)).EndSessionAsync(session, until);
            viewers.Forget(tenant, learner);
        }
    }

    private static bool IsAllowed(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' or '@' or '+';

    private sealed class Turn(SemaphoreSlim turns) : IDisposable
    {
        public void Dispose() => turns.Release();
    }
}
