using System.Text.RegularExpressions;

namespace LmsActors.Kernel;

/// <summary>The names that a text mentions with <c>@name</c>.</summary>
internal static partial class Mentions
{
    /// <summary>How many different names a text may mention.</summary>
    public const int Most = 50;

    /// <summary>
    /// The names, as written, without doubles (ignoring case), in order. An @ inside a word (an e-mail address) or in code mentions nobody.
    /// </summary>
    public static Result<IReadOnlyList<string>> In(string text)
    {
        if (!text.Contains('@'))
        {
            return Result([]);
        }

        var names = new List<string>();
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (Match match in Mention().Matches(Code().Replace(text, " ")))
        {
            if (seen.Add(match.Groups[1].Value))
            {
                names.Add(match.Groups[1].Value);
            }
        }

        return names.Count > Most ? RequestRefusals.TooManyMentions : Result(names);
    }

    private static Result<IReadOnlyList<string>> Result(IReadOnlyList<string> names) => new(names, null);

    /// <summary>A name: letters, digits and - _ . inside, up to 64.</summary>
    [GeneratedRegex(@"(?<![\p{L}\p{N}_@./-])@([\p{L}\p{N}](?:[\p{L}\p{N}_.-]{0,62}[\p{L}\p{N}_-])?)", RegexOptions.CultureInvariant)]
    private static partial Regex Mention();

    [GeneratedRegex(@"```[^`]*```|`[^`\n]*`", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)]
    private static partial Regex Code();
}
