using System.Globalization;
using System.Text;

namespace LmsActors.Import;

/// <summary>Who and what a row of an archive speaks of, in a form that the platform takes whatever the row holds.</summary>
internal static class GitterPeople
{
    /// <summary>The name of an author whom the archive does not name.</summary>
    public const string Unknown = "(unknown)";

    /// <summary>A longer text is cut, and reported.</summary>
    public const int MaxText = 100_000;

    private const int MaxName = 100;
    private const int MaxId = 150;

    /// <summary><c>gitter:{from_userid}</c>; just <c>gitter:</c> for the author without an id. An id that is no id gets one made of it.</summary>
    public static string Learner(GitterRecord record) => $"gitter:{Id(record.FromUserId)}";

    /// <summary>The room is what its name says: a second archive of a room belongs to the same one.</summary>
    public static string Room(string roomUri) => $"gitter:room:{Id(roomUri)}";

    /// <summary>The name, if people could have it: one line of at most 100 visible characters.</summary>
    public static string Name(string name)
    {
        if (name.Length is > 0 and <= MaxName && name.All(IsPlain))
        {
            return name;
        }

        var clean = new StringBuilder();
        foreach (var rune in name.EnumerateRunes().Where(IsVisible))
        {
            if (clean.Length + rune.Utf16SequenceLength > MaxName)
            {
                break;
            }

            clean.Append(rune);
        }

        var shown = clean.ToString().Trim();
        return shown.EnumerateRunes().Any(HasInk) ? shown : Unknown;
    }

    public static ImportMessage Message(GitterRecord record) => new(
        record.MessageId,
        Learner(record),
        Name(record.FromUserName),
        record.Text.Length <= MaxText ? record.Text : Cut(record.Text),
        record.SentAt);

    private static string Id(string id) =>
        id.Length <= MaxId && id.All(c => c is > ' ' and <= '~') ? id : $"#{Ids.Derive("gitter", id)}";

    private static string Cut(string text) => text[..(char.IsHighSurrogate(text[MaxText - 1]) ? MaxText - 1 : MaxText)];

    private static bool IsPlain(char c) => c is > ' ' and <= '~';

    private static bool HasInk(Rune rune) => Rune.IsLetterOrDigit(rune) || Rune.IsPunctuation(rune) || Rune.IsSymbol(rune);

    private static bool IsVisible(Rune rune) => Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
