using System.Globalization;

namespace LmsActors.NameDirectory;

/// <summary>How names are compared: by their compatibility forms and ignoring case, so that Ａda and ADA are one.</summary>
internal static class NameForms
{
    /// <summary>The form in which two names that count as the same are equal, and by which names are sorted.</summary>
    public static string Fold(string name)
    {
        var folded = Decompositions.Decompose(name.Trim()).ToUpperInvariant();
        return folded == name ? name : folded;
    }

    /// <summary>Whether a word other than the first begins with <paramref name="wanted"/>, and the name itself does not.</summary>
    public static bool HasLaterWord(string folded, string wanted)
    {
        if (folded.StartsWith(wanted, StringComparison.Ordinal))
        {
            return false;
        }

        var at = 0;
        while (at + 1 < folded.Length && (at = folded.IndexOf(wanted, at + 1, StringComparison.Ordinal)) > 0)
        {
            if (!BelongsToAWord(folded[at - 1]))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Letters, digits, and the marks that stand on them.</summary>
    private static bool BelongsToAWord(char c) =>
        char.IsLetterOrDigit(c) || char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
}
