using System.Text.RegularExpressions;

namespace LmsActors.Docs;

/// <summary>Commands as a page shows them, to be copied to a terminal.</summary>
/// <param name="Line">Where they begin on the page, counted from 1.</param>
internal sealed partial record CommandBlock(int Line, string Text)
{
    private static readonly string[] Languages = ["sh", "bash", "shell", "console"];

    /// <summary>The pages that tell people what to do.</summary>
    public static IEnumerable<string> Pages() =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md").Append(Path.Combine(Repository.Root, "README.md"))
            .Select(file => Path.GetRelativePath(Repository.Root, file));

    /// <summary>The blocks of a page, from top to bottom.</summary>
    public static IReadOnlyList<CommandBlock> Of(string page) =>
    [
        .. Fences().Matches(Read(page))
            .Where(fence => Languages.Contains(fence.Groups["language"].Value))
            .Select(fence => new CommandBlock(LineOf(page, fence.Index), fence.Groups["text"].Value)),
    ];

    /// <summary>Lines that look like commands and stand in no block of them, so that nothing would run them.</summary>
    public static IEnumerable<string> Loose(string page) =>
        Indented().Matches(Fences().Replace(Read(page), "")).Select(line => line.Value.Trim());

    private static string Read(string page) => File.ReadAllText(Path.Combine(Repository.Root, page));

    private static int LineOf(string page, int index) => Read(page).AsSpan(0, index).Count('\n') + 1;

    [GeneratedRegex(@"^```(?<language>\w*)[^\n]*\n(?<text>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fences();

    [GeneratedRegex(@"^(?: {4}|\t)(?:\$ )?(?:[A-Za-z_]+=\S+ )*(?:export |\./|dotnet |curl |docker |kubectl |helm |npm |psql |redis-cli ).*$", RegexOptions.Multiline)]
    private static partial Regex Indented();
}
