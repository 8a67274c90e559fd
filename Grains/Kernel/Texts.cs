using System.Globalization;
using System.Text;

namespace LmsActors.Kernel;

/// <summary>
/// What may stand in text that people see. Refused are control characters, half surrogates, and the bidirectional overrides,
/// embeddings and isolates that can make a line read as something else (Unicode TR36, section 2; CVE-2021-42574).
/// </summary>
internal static class Texts
{
    /// <summary>One line of 1 to <paramref name="most"/> characters, of which at least one can be seen.</summary>
    public static bool IsLine(string? text, int most) =>
        text is { Length: > 0 } && text.Length <= most && IsClean(text, isProse: false) && HasSomethingToSee(text);

    /// <summary>Up to <paramref name="most"/> characters; line breaks and tabs are welcome.</summary>
    public static bool IsProse(string? text, int most) => text is not null && text.Length <= most && IsClean(text, isProse: true);

    private static bool IsClean(string text, bool isProse)
    {
        for (var i = 0; i < text.Length;)
        {
            if (!Rune.TryGetRuneAt(text, i, out var rune) || !IsAllowed(rune, isProse))
            {
                return false;
            }

            i += rune.Utf16SequenceLength;
        }

        return true;
    }

    private static bool IsAllowed(Rune rune, bool isProse) => rune.Value switch
    {
        '\n' or '\r' or '\t' => isProse,
        (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) => false,
        0x2028 or 0x2029 => isProse,
        _ => !Rune.IsControl(rune),
    };

    private static bool HasSomethingToSee(string text) => text.EnumerateRunes().Any(rune => Rune.GetUnicodeCategory(rune) is not
        (UnicodeCategory.SpaceSeparator or UnicodeCategory.Format or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.NonSpacingMark));
}
