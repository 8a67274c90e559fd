using System.Globalization;

namespace LmsActors.Import;

/// <summary>Messages of one month (UTC) that follow each other; <paramref name="Name"/> is <c>yyyyMM</c>.</summary>
internal readonly record struct MonthOfMessages(string Name, IReadOnlyList<ImportMessage> Messages);

/// <summary>
/// Cuts a room's messages into stretches to be put at once. The cuts depend on nothing but the messages, so that an import that was
/// interrupted puts the same stretches again, and they are known.
/// </summary>
internal static class GitterChunks
{
    public const int MaxMessages = 500;

    /// <summary>A stretch ends when its texts reach this, in characters; a longer text is a stretch of its own.</summary>
    public const int MaxText = 1 << 18;

    public static IEnumerable<IReadOnlyList<ImportMessage>> Cut(IEnumerable<ImportMessage> messages) =>
        ByMonth(messages).SelectMany(month => CutMonth(month.Messages));

    public static IEnumerable<MonthOfMessages> ByMonth(IEnumerable<ImportMessage> messages)
    {
        List<ImportMessage> month = [];
        foreach (var message in messages)
        {
            if (month.Count > 0 && MonthOf(month[0]) != MonthOf(message))
            {
                yield return new(MonthOf(month[0]), month);
                month = [];
            }

            month.Add(message);
        }

        if (month.Count > 0)
        {
            yield return new(MonthOf(month[0]), month);
        }
    }

    private static IEnumerable<IReadOnlyList<ImportMessage>> CutMonth(IReadOnlyList<ImportMessage> messages)
    {
        for (int from = 0, to; from < messages.Count; from = to)
        {
            var length = messages[from].Text.Length;
            for (to = from + 1; to < messages.Count && to - from < MaxMessages; to++)
            {
                length += messages[to].Text.Length;
                if (length > MaxText)
                {
                    break;
                }
            }

            yield return messages.Skip(from).Take(to - from).ToList();
        }
    }

    private static string MonthOf(ImportMessage message) => message.SentAt.UtcDateTime.ToString("yyyyMM", CultureInfo.InvariantCulture);
}
