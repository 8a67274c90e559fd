using System.Text.Json;

namespace LmsActors.Faults;

/// <summary>A history as JSON lines.</summary>
internal static class HistoryFile
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    public static byte[] Line(Fact fact) => [.. JsonSerializer.SerializeToUtf8Bytes(fact, Options), (byte)'\n'];

    public static void Write(Stream file, IEnumerable<Fact> facts)
    {
        foreach (var fact in facts)
        {
            file.Write(Line(fact));
        }
    }

    public static IReadOnlyList<Fact> Read(Stream file)
    {
        using var reader = new StreamReader(file, leaveOpen: true);
        var facts = new List<Fact>();
        while (reader.ReadLine() is { } line)
        {
            facts.Add(JsonSerializer.Deserialize<Fact>(line, Options)!);
        }

        return facts;
    }
}
