using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;

namespace LmsActors.Storage.Archive;

/// <summary>The first line.</summary>
internal sealed record HeaderLine(string Format, int Version, string Product, DateTimeOffset CreatedAt, string Provider, string? Tenant = null);

/// <summary>A piece of a journal. What is known of it beside its bytes stands in the first piece only.</summary>
internal sealed record PieceLine(
    string Journal, int Part, int Parts, byte[] Bytes, string? FormatKey = null, SortedDictionary<string, string>? Properties = null);

/// <summary>The last line: the counts, and the SHA-256 of all bytes of text before it.</summary>
internal sealed record EndLine(long Journals, long Bytes, string Sha256);

/// <summary>
/// A line is one JSON object whose last member is <c>check</c>: the first eight bytes of the SHA-256 of the line before that member.
/// So each line can be trusted before the end of the archive is there, which lets a writer that was killed go on.
/// </summary>
internal static class ArchiveLine
{
    public const string Format = "lms-actors-archive";
    public const int Version = 1;

    /// <summary>The most bytes of a journal that one line holds.</summary>
    public const int PieceBytes = 1 << 20;

    private const int CheckBytes = 8;
    private const int SealLength = 10 + (2 * CheckBytes) + 2;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>The line with its check and its line break.</summary>
    public static byte[] Write<T>(T line)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(line, Json);
        var open = json.AsSpan(0, json.Length - 1);
        return [.. open, .. Seal(open), (byte)'\n'];
    }

    public static bool IsPiece(ReadOnlySpan<byte> line) => line.StartsWith("{\"journal\":"u8);

    public static bool IsEnd(ReadOnlySpan<byte> line) => line.StartsWith("{\"journals\":"u8);

    /// <summary>Whether the line is as it was written.</summary>
    public static bool IsSound(ReadOnlySpan<byte> line) =>
        line.Length > SealLength && line[^SealLength..].SequenceEqual(Seal(line[..^SealLength]));

    /// <summary>The line as a JSON object; null when it is none.</summary>
    public static JsonElement? Parse(ReadOnlySpan<byte> line)
    {
        if (!Utf8.IsValid(line))
            return null;
        try
        {
            var json = JsonSerializer.Deserialize<JsonElement>(line);
            return json.ValueKind == JsonValueKind.Object ? json : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <exception cref="JsonException">It is another kind of line.</exception>
    public static T Read<T>(ReadOnlySpan<byte> line) => JsonSerializer.Deserialize<T>(line, Json) ?? throw new JsonException();

    private static byte[] Seal(ReadOnlySpan<byte> open)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(open, hash);
        return System.Text.Encoding.ASCII.GetBytes($",\"check\":\"{Convert.ToHexStringLower(hash[..CheckBytes])}\"}}");
    }
}
