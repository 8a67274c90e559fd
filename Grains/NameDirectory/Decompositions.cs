using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace LmsActors.NameDirectory;

/// <summary>
/// Compatibility decomposition (NFKD, Unicode UAX 15). Two texts have the same one exactly when they have the same NFKC. The tables come
/// with the program, because the runtime normalises nothing but ASCII when it runs without the libraries of ICU.
/// </summary>
internal static class Decompositions
{
    private const int SyllableBase = 0xAC00;
    private const int Syllables = 11172;
    private const int VowelTimesTrail = 588;
    private const int Trails = 28;

    private static readonly Lazy<(FrozenDictionary<int, string> Texts, FrozenDictionary<int, int> Classes)> Tables = new(Read);

    /// <summary>The text with every character decomposed, and the marks on a character in their canonical order.</summary>
    public static string Decompose(string text)
    {
        if (Ascii.IsValid(text))
        {
            return text;
        }

        var runes = text.EnumerateRunes().SelectMany(rune => Of(rune).EnumerateRunes()).ToArray();
        Order(runes);
        return string.Concat(runes.Select(rune => rune.ToString()));
    }

    private static string Of(Rune rune)
    {
        var syllable = rune.Value - SyllableBase;
        return syllable is >= 0 and < Syllables ? Hangul(syllable) : Tables.Value.Texts.GetValueOrDefault(rune.Value) ?? rune.ToString();
    }

    /// <summary>A syllable is a leading consonant, a vowel and perhaps a trailing consonant (The Unicode Standard, section 3.12).</summary>
    private static string Hangul(int syllable)
    {
        var (lead, vowel, trail) = (syllable / VowelTimesTrail, syllable % VowelTimesTrail / Trails, syllable % Trails);
        var pair = $"{(char)(0x1100 + lead)}{(char)(0x1161 + vowel)}";
        return trail == 0 ? pair : pair + (char)(0x11A7 + trail);
    }

    /// <summary>Sorts each run of marks by combining class, and leaves equals as they stand.</summary>
    private static void Order(Rune[] runes)
    {
        for (var i = 1; i < runes.Length; i++)
        {
            for (var k = i; k > 0 && ClassOf(runes[k]) is > 0 and var own && own < ClassOf(runes[k - 1]); k--)
            {
                (runes[k - 1], runes[k]) = (runes[k], runes[k - 1]);
            }
        }
    }

    private static int ClassOf(Rune rune) => rune.IsAscii ? 0 : Tables.Value.Classes.GetValueOrDefault(rune.Value);

    private static (FrozenDictionary<int, string> Texts, FrozenDictionary<int, int> Classes) Read()
    {
        var (texts, classes) = (new Dictionary<int, string>(), new Dictionary<int, int>());
        using var resource = typeof(Decompositions).Assembly.GetManifestResourceStream("decompositions.txt")!;
        using var reader = new StreamReader(resource);
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#'))
            {
                continue;
            }

            var mark = line.AsSpan().IndexOfAny('=', ':');
            var (code, value) = (Hex(line[..mark]), line[(mark + 1)..]);
            if (line[mark] == '=')
            {
                texts.Add(code, string.Concat(value.Split(' ').Select(part => new Rune(Hex(part)).ToString())));
            }
            else
            {
                classes.Add(code, int.Parse(value, CultureInfo.InvariantCulture));
            }
        }

        return (texts.ToFrozenDictionary(), classes.ToFrozenDictionary());
    }

    private static int Hex(string text) => int.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
