using System.Text.RegularExpressions;

namespace LmsActors.Kernel;

/// <summary>What can be seen in the source: sizes, and switches of the compiler that hide something.</summary>
public sealed partial class SourceTests
{
    private const int MaxLines = 400;

    private static readonly string[] Sources = [.. Directory
        .EnumerateFiles(Assemblies.Root, "*.*", SearchOption.AllDirectories)
        .Where(file => file.EndsWith(".cs", StringComparison.Ordinal) || file.EndsWith(".razor", StringComparison.Ordinal) || file.EndsWith(".js", StringComparison.Ordinal))
        .Where(file => !Skipped().IsMatch(file[Assemblies.Root.Length..].Replace('\\', '/')))];

    [Fact]
    public void Files_AreNot_Long() =>
        Assert.DoesNotContain(Sources, file => File.ReadLines(file).Count() > MaxLines);

    [Fact]
    public void Warnings_AreNot_SwitchedOffInPlaces() =>
        Assert.DoesNotContain(Sources, file =>
            !file.EndsWith("SourceTests.cs", StringComparison.Ordinal) && File.ReadAllText(file).Contains("#pragma warning disable"));

    [Fact]
    public void Tests_AreNot_Skipped() =>
        Assert.DoesNotContain(Sources, file => Skip().IsMatch(File.ReadAllText(file)));

    [Fact]
    public void Grains_AreShells()
    {
        var long_ = Sources
            .Where(file => file.Contains("/Grains/") && file.EndsWith("Grain.cs", StringComparison.Ordinal))
            .Where(file => File.ReadLines(file).Count() > 250);

        Assert.Empty(long_);
    }

    [Fact]
    public void Folders_OfSlices_AreNotTechnical()
    {
        string[] technical = ["Services", "Helpers", "Models", "Interfaces", "Utils", "Common", "Shared"];

        Assert.Empty(Sources.Select(file => Path.GetFileName(Path.GetDirectoryName(file)!)).Intersect(technical));
    }

    [GeneratedRegex(@"/(bin|obj|node_modules|artifacts|\.tools|wwwroot/lib)/")]
    private static partial Regex Skipped();

    [GeneratedRegex(@"\[(Fact|Theory)\([^\)]*Skip\s*=")]
    private static partial Regex Skip();
}
