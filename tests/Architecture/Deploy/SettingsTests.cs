using System.Text.RegularExpressions;

namespace LmsActors.Deploy;

/// <summary>Settings: those that are spoken of are there, and those that are there are spoken of.</summary>
public sealed partial class SettingsTests
{
    /// <summary>For tests and other programs, not for those who run a server.</summary>
    private static readonly string[] Unspoken = ["Kestrel:Endpoints"];

    [Fact]
    public void Pages_SpeakOfSettingsThatAreThere()
    {
        var pages = Directory.EnumerateFiles(Files.At("docs"), "*.md").Append(Files.At("README.md")).ToList();
        var unknown =
            from page in pages
            from Match spoken in Variable().Matches(File.ReadAllText(page))
            where !spoken.Value.EndsWith('_') && !Settings.IsKnown(spoken.Value)
            select $"{Path.GetFileName(page)}: {spoken.Value}";

        Assert.Empty(unknown.Distinct());
    }

    [Fact]
    public void Settings_ThatAreThere_AreSpokenOf()
    {
        var text = string.Join('\n', Directory.EnumerateFiles(Files.At("docs"), "*.md").Append(Files.At("README.md")).Select(File.ReadAllText));
        var silent = Settings.Known.Except(Unspoken).Where(name => !IsSpokenOf(text, name));

        Assert.Empty(silent);
    }

    [Fact]
    public void Sections_ThatAreBound_AreLookedAt() =>
        Assert.Empty(Settings.BoundInSources().Except(Settings.BoundClasses));

    /// <summary>Under its own name, or as one of the names of a section (<c>…:Burst</c>, <c>…:n:*</c>).</summary>
    private static bool IsSpokenOf(string text, string name)
    {
        var last = name[(name.LastIndexOf(':') + 1)..];
        var section = name[..name.LastIndexOf(':')].Replace(":0", ":n", StringComparison.Ordinal);
        return text.Contains(name, StringComparison.Ordinal)
            || text.Contains(name.Replace(":", "__", StringComparison.Ordinal), StringComparison.Ordinal)
            || (section.EndsWith(":n", StringComparison.Ordinal) && text.Contains($"{section}:*", StringComparison.Ordinal))
            || (text.Contains($"`{section}:", StringComparison.Ordinal) && text.Contains($"…:{last}`", StringComparison.Ordinal));
    }

    [GeneratedRegex(@"\b[A-Z][A-Za-z]+__\w+")]
    private static partial Regex Variable();
}
