namespace LmsActors.Kernel;

/// <summary>
/// Versions run side by side and read each other's logs: what is stored or sent is only ever added to. <c>schema.txt</c> holds what there
/// was; LMSACTORS_SCHEMA=add takes up what was added, and takes nothing away. (docs/upgrades.md)
/// </summary>
public sealed class SchemaTests
{
    private const string HowToAdd =
        "Take it up: LMSACTORS_SCHEMA=add tests/Architecture/bin/Release/net10.0/LmsActors.Tests.Architecture --filter-class '*SchemaTests'. docs/upgrades.md says what may be added when.";

    private static readonly string Path = System.IO.Path.Combine(Assemblies.Root, "tests", "Architecture", "Kernel", "schema.txt");

    [Fact]
    public void Schema_OfWhatIsStoredOrSent_IsOnlyAddedTo()
    {
        var (before, now) = (File.Exists(Path) ? File.ReadAllLines(Path) : [], Schema.Lines());

        var broken = Schema.Broken(before, now);
        Assert.True(broken.Count == 0, $"Silos of the version before, and logs that were written, have these, and this version has not: {string.Join("; ", broken)}.");
        if (Environment.GetEnvironmentVariable("LMSACTORS_SCHEMA") == "add")
        {
            File.WriteAllLines(Path, now);
            before = [.. now];
        }

        var added = now.Except(before).ToList();
        Assert.True(added.Count == 0, $"New, and not in tests/Architecture/Kernel/schema.txt: {string.Join("; ", added)}. {HowToAdd}");
    }

    [Fact]
    public void Broken_FindsWhatIsGoneOrOfAnotherType()
    {
        string[] before = ["type note: class", "type note: 00 Text String", "interface note: version = 2", "enum kind: Open = 0"];

        Assert.Empty(Schema.Broken(before, [.. before, "type note: 01 At DateTimeOffset", "enum kind: Closed = 1"]));
        Assert.Empty(Schema.Broken(before, ["type note: class", "type note: 00 Text String", "interface note: version = 3", "enum kind: Open = 0"]));
        Assert.Equal(["type note: 00 Text String"], Schema.Broken(before, [before[0], "type note: 01 Text String", before[2], before[3]]));
        Assert.Equal(["type note: 00 Text String"], Schema.Broken(before, [before[0], "type note: 00 Text Int32", before[2], before[3]]));
        Assert.Equal(["interface note: version = 2"], Schema.Broken(before, [before[0], before[1], "interface note: version = 1", before[3]]));
        Assert.Equal(["enum kind: Open = 0"], Schema.Broken(before, [before[0], before[1], before[2], "enum kind: Open = 1"]));
    }

    [Fact]
    public void Log_ThatIsWritten_IsRead() =>
        Assert.DoesNotContain(
            Schema.Lines().Where(line => line.Contains(": writes = ", StringComparison.Ordinal)).Select(line => line.Split(": writes = ")),
            written => !Schema.Lines().Any(line => line.Split(": reads = ") is [var name, var value] && name == written[0] && int.Parse(value) >= int.Parse(written[1])));
}
