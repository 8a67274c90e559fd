using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace LmsActors.Kernel;

/// <summary>
/// Identifiers: 32 lower-case hex digits of a UUID. New ones are UUIDv7 (RFC 9562, section 5.7), so that they sort by birth;
/// derived ones are UUIDv8 (section 5.8) over SHA-256, so that the same source always gives the same id.
/// </summary>
public static class Ids
{
    /// <summary>The length of every id, in characters.</summary>
    public const int Length = 32;

    private const int MostOnStack = 512;

    /// <summary>A new id, born at <paramref name="now"/>.</summary>
    public static string New(DateTimeOffset now) => Guid.CreateVersion7(now).ToString("N");

    /// <summary>The id that <paramref name="parts"/> always lead to; the order of the parts counts.</summary>
    public static string Derive(params ReadOnlySpan<string> parts) => DeriveGuid(parts).ToString("N");

    /// <summary>The UUIDv8 that <paramref name="parts"/> always lead to.</summary>
    public static Guid DeriveGuid(params ReadOnlySpan<string> parts)
    {
        var most = 0;
        foreach (var part in parts)
        {
            most += sizeof(int) + Encoding.UTF8.GetMaxByteCount(part.Length);
        }

        // One call over one buffer: to set up a hash costs more than to hash these few bytes.
        var rented = most > MostOnStack ? ArrayPool<byte>.Shared.Rent(most) : null;
        var bytes = rented ?? stackalloc byte[MostOnStack];
        var end = 0;
        foreach (var part in parts)
        {
            var length = Encoding.UTF8.GetBytes(part, bytes[(end + sizeof(int))..]);
            BinaryPrimitives.WriteInt32BigEndian(bytes[end..], length);
            end += sizeof(int) + length;
        }

        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(bytes[..end], hash);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }

    /// <summary>A 64-bit hash of content that is stable across processes (the first eight bytes of SHA-256).</summary>
    public static ulong Fingerprint(ReadOnlySpan<byte> content)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(content, hash);
        return BinaryPrimitives.ReadUInt64BigEndian(hash);
    }

    /// <summary>A small stable number for spreading keys over shards (FNV-1a, 32 bits).</summary>
    public static uint Spread(string key)
    {
        var hash = 2166136261u;
        foreach (var c in key)
        {
            hash = (hash ^ c) * 16777619u;
        }

        // FNV's low bits are weak for short, similar keys; one multiply-shift round mends that (Fibonacci hashing).
        return (hash ^ (hash >> 15)) * 2654435769u >> 3;
    }

    /// <summary>True for text that could be an id of ours: 1 to 64 of <c>a-z A-Z 0-9 - _ .</c>.</summary>
    public static bool IsWellFormed(string? id) =>
        id is { Length: > 0 and <= 64 } && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
}

/// <summary>The key of an actor: its tenant, then its own id. The tenant comes only from a verified identity.</summary>
public readonly record struct ActorKey(string Tenant, string Id)
{
    /// <summary>Reads a key that <see cref="ToString"/> wrote.</summary>
    /// <exception cref="FormatException">There is no tenant in it.</exception>
    public static ActorKey Parse(string key)
    {
        var slash = key.IndexOf('/');
        return slash > 0 ? new(key[..slash], key[(slash + 1)..]) : throw new FormatException($"'{key}' has no tenant.");
    }

    public override string ToString() => $"{Tenant}/{Id}";
}
