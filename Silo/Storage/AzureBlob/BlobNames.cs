using System.Globalization;
using System.Text;

namespace LmsActors.Storage.AzureBlob;

/// <summary>
/// What the blobs of a journal are called: <c>journals/{name}.log</c> and <c>journals/{name}.{generation}</c>. ASCII letters,
/// digits, <c>-</c>, <c>_</c> and single slashes of the journal's name stand for themselves, every other byte of its UTF-8 is
/// <c>~XX</c>. So two names never meet, a prefix of a name gives a prefix of the blob's name, a dot always ends the name, and nothing
/// is left that URLs would change.
/// </summary>
internal static class BlobNames
{
    public const string Folder = "journals/";

    private const string LogEnding = "log";
    private const int MostCharacters = 1024; // https://learn.microsoft.com/rest/api/storageservices/naming-and-referencing-containers--blobs--and-metadata

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static string Log(string journal) => $"{Prefix(journal)}.{LogEnding}";

    public static string Checkpoint(string journal, string generation) => $"{Prefix(journal)}.{generation}";

    /// <summary>What the names of the blobs of all journals whose name begins so begin with.</summary>
    /// <exception cref="ArgumentException">The text ends, or is broken, within a character.</exception>
    public static string Prefix(string journal)
    {
        var name = new StringBuilder(Folder, Folder.Length + journal.Length + 16);
        foreach (var unit in Utf8.GetBytes(journal))
        {
            if (char.IsAsciiLetterOrDigit((char)unit) || unit is (byte)'-' or (byte)'_' || (unit == '/' && name[^1] != '/'))
                name.Append((char)unit);
            else
                name.Append(CultureInfo.InvariantCulture, $"~{unit:X2}");
        }

        return name.ToString();
    }

    /// <exception cref="ArgumentException">No blob can be called after this journal: its name is too long, or no text.</exception>
    public static void RequireStorable(string journal)
    {
        var length = Checkpoint(journal, new string('0', Kernel.Ids.Length)).Length;
        if (length > MostCharacters)
            throw new ArgumentException($"The journal's name takes {length} characters as the name of a blob; {MostCharacters} are allowed.", nameof(journal));
    }

    /// <summary>Whose blob it is, and of which generation: null for the log. False for blobs that are nobody's.</summary>
    public static bool TryParse(string blob, out string journal, out string? generation)
    {
        (journal, generation) = ("", null);
        var dot = blob.LastIndexOf('.');
        if (dot < 0 || !blob.StartsWith(Folder, StringComparison.Ordinal))
            return false;
        journal = Decode(blob.AsSpan(Folder.Length..dot));
        generation = blob[(dot + 1)..];
        if (generation == LogEnding)
            generation = null;
        return generation is null || generation.Length == Kernel.Ids.Length;
    }

    private static string Decode(ReadOnlySpan<char> name)
    {
        var bytes = new List<byte>(name.Length);
        for (var at = 0; at < name.Length; at++)
        {
            if (name[at] != '~')
            {
                bytes.Add((byte)name[at]);
                continue;
            }

            bytes.Add(byte.Parse(name.Slice(at + 1, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
            at += 2;
        }

        return Utf8.GetString([.. bytes]);
    }
}
