using System.Collections.Concurrent;
using Microsoft.AspNetCore.Authentication;

namespace LmsActors.Accounts;

/// <summary>
/// Remembers the tickets inside the access tokens that are in use, so that a token is decrypted once and not at every request. Expiry
/// and the account's state are checked at every request all the same, by others.
/// </summary>
internal sealed class CachedTickets(ISecureDataFormat<AuthenticationTicket> inner) : ISecureDataFormat<AuthenticationTicket>
{
    private const int Most = 50_000;
    private const int LongestToken = 4_096;

    private readonly ConcurrentDictionary<string, AuthenticationTicket> _tickets = new();
    private int _count;

    public string Protect(AuthenticationTicket data) => inner.Protect(data);

    public string Protect(AuthenticationTicket data, string? purpose) => inner.Protect(data, purpose);

    public AuthenticationTicket? Unprotect(string? protectedText, string? purpose) => inner.Unprotect(protectedText, purpose);

    public AuthenticationTicket? Unprotect(string? protectedText)
    {
        if (protectedText is null || protectedText.Length > LongestToken)
        {
            return null;
        }

        if (_tickets.TryGetValue(protectedText, out var known))
        {
            return known;
        }

        var ticket = inner.Unprotect(protectedText);
        if (ticket is not null)
        {
            Remember(protectedText, ticket);
        }

        return ticket;
    }

    private void Remember(string token, AuthenticationTicket ticket)
    {
        if (Interlocked.Increment(ref _count) > Most)
        {
            // Starting over is simpler than choosing, and costs each token in use one decryption.
            _tickets.Clear();
            Interlocked.Exchange(ref _count, 1);
        }

        _tickets[token] = ticket;
    }
}
