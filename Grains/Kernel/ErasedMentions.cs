using System.Text.RegularExpressions;

namespace LmsActors.Kernel;

/// <summary>Takes the name of an erased learner out of texts of others that mention it.</summary>
internal static class ErasedMentions
{
    private const string Replacement = "@erased";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The text, or its HTML, with <c>@erased</c> wherever it mentions the name as a mention may be written: ignoring case, and with a dot
    /// or underscore for each space. A longer name that begins so is another's.
    /// </summary>
    public static string Without(string text, string name) => name.Length == 0 || !text.Contains('@')
        ? text
        : Regex.Replace(
            text,
            $@"@{Regex.Escape(name).Replace(@"\ ", "[ ._]", StringComparison.Ordinal)}(?![\p{{L}}\p{{N}}_-]|\.[\p{{L}}\p{{N}}])",
            Replacement,
            RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
            Patience);
}
