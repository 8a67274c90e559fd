using System.Globalization;
using System.Text;
using CsCheck;

namespace LmsActors.Import;

/// <summary>Writes records in the archives' form, and makes up records that are hard on a reader.</summary>
internal static class GitterDialect
{
    private static readonly string[] Pieces =
        ["a", "hello", " ", "\t", "\n", "\r\n", "\r", "\"", "\"\"", "```", "@someone", "é", "漢字", "👍", "\0", "\uFEFF", ",", "> "];

    public static readonly Gen<string> HardText = Gen.OneOf(Pieces).Array[0, 12].Select(string.Concat);

    /// <summary>Records with distinct message ids, of one room.</summary>
    public static readonly Gen<GitterRecord[]> Records =
        Gen.Select(Gen.Long[0, 100_000_000_000], HardText, Gen.Int[0, 3])
            .Array[1, 12]
            .Select(rows => rows.Select((row, i) => Record(i, row.Item1, row.Item2, row.Item3)).ToArray());

    public static byte[] Write(params GitterRecord[] records) => [.. records.SelectMany(WriteRow)];

    public static byte[] WriteRow(GitterRecord record)
    {
        string[] fields =
        [
            record.RoomId, record.RoomUri, record.SentAt.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
            record.FromUserId, record.FromUserName, record.MessageId, record.Text,
        ];
        return Encoding.UTF8.GetBytes(string.Join('\t', fields.Select(Quote)) + "\r\n");
    }

    private static string Quote(string field) =>
        field.AsSpan().ContainsAny("\t\r\n\"") ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : field;

    private static GitterRecord Record(int i, long milliseconds, string text, int author) => new(
        "55a5f2ff5e0d51bd787b6bda",
        "FreeCodeCamp/Athens",
        new DateTimeOffset(2014, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMilliseconds(milliseconds),
        $"user-{author}",
        $"name-{author}",
        $"message-{i:d2}-{milliseconds}",
        text);
}
