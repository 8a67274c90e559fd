using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using LmsActors.Tenants;

namespace LmsActors.Accounts;

/// <summary>The text of API keys: <c>lms_{tenant}_{id}_{secret}</c>. A key of any other form is the one that the configuration set.</summary>
internal static class ApiKeys
{
    /// <summary>The id of the key that <c>Bootstrap:ApiKey</c> sets.</summary>
    public const string BootstrapId = "bootstrap";

    private const string Prefix = "lms_";

    /// <summary>A new key: its text, which is told once, and what is stored of it.</summary>
    public static (string Text, string Id, ImmutableArray<byte> Hash) New(string tenant)
    {
        var id = RandomNumberGenerator.GetHexString(12, lowercase: true);
        var secret = RandomNumberGenerator.GetHexString(64, lowercase: true);
        return ($"{Prefix}{tenant}_{id}_{secret}", id, Hash(secret));
    }

    public static ImmutableArray<byte> Hash(string secret) => [.. SHA256.HashData(Encoding.UTF8.GetBytes(secret))];

    /// <summary>Takes a key's text apart.</summary>
    public static (string Tenant, string Id, string Secret) Parse(string text) =>
        text.StartsWith(Prefix, StringComparison.Ordinal) && text[Prefix.Length..].Split('_') is [var tenant, var id, var secret]
            ? (tenant, id, secret)
            : (Tenancy.Default, BootstrapId, text);

    /// <summary>Whether the secret is that of <paramref name="key"/>; takes the same time either way.</summary>
    public static bool Opens(this ApiKey key, string secret)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(Encoding.UTF8.GetBytes(secret), hash);
        return CryptographicOperations.FixedTimeEquals(hash, key.Hash.AsSpan());
    }
}
