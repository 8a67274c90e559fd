using System.Text;

namespace LmsActors.NameDirectory;

/// <summary>How names are compared: by compatibility forms (NFKC, Unicode UAX 15) and ignoring case.</summary>
internal static class NameForms
{
    /// <summary>The form in which two names that count as the same are equal, and by which names are sorted.</summary>
    public static string Fold(string name)
    {
        var trimmed = name.Trim();
        var folded = (trimmed.IsNormalized(NormalizationForm.FormKC) ? trimmed : trimmed.Normalize(NormalizationForm.FormKC)).ToUpperInvariant();
        return folded == name ? name : folded;
    }

    /// <summary>Whether a word other than the first begins with <paramref name="wanted"/>, and the name itself does not.</summary>
    public static bool HasLaterWord(string folded, string wanted)
    {
        if (folded.StartsWith(wanted, StringComparison.Ordinal))
        {
            return false;
        }

        for (var at = folded.IndexOf(wanted, 1, StringComparison.Ordinal); at > 0; at = folded.IndexOf(wanted, at + 1, StringComparison.Ordinal))
        {
            if (!char.IsLetterOrDigit(folded[at - 1]))
            {
                return true;
            }

            if (at + 1 >= folded.Length)
            {
                break;
            }
        }

        return false;
    }
}
