using System.Text.RegularExpressions;

namespace LmsActors.Import;

/// <summary>
/// One thank-you that freeCodeCamp's bot recorded: <c>&gt; GIVER sends brownie points to @A and @B</c>, said by the user
/// <c>camperbot</c> at the very start of a message, is one kudos from GIVER to each mentioned name; a name mentioned twice
/// receives twice. Names are in lower case, since the bot writes them so whatever the account's own spelling is.
/// </summary>
/// <param name="MessageId">The bot's message; with the index in it, an identity of this kudos.</param>
/// <param name="Index">Which mention of the message this is, from 0.</param>
internal sealed partial record GitterKudos(string MessageId, int Index, DateTimeOffset At, string Giver, string Receiver)
{
    private const string Bot = "camperbot";

    /// <summary>The kudos that a message gives; none for nearly all messages.</summary>
    public static IReadOnlyList<GitterKudos> In(GitterRecord record)
    {
        if (record.FromUserName != Bot || Sentence().Match(record.Text) is not { Success: true } sentence)
            return [];
        var giver = sentence.Groups["giver"].Value.ToLowerInvariant();
        return [.. Mention().Matches(sentence.Groups["receivers"].Value).Select((mention, index) =>
            new GitterKudos(record.MessageId, index, record.SentAt, giver, mention.Groups["name"].Value.ToLowerInvariant()))];
    }

    [GeneratedRegex(@"\A> @?(?<giver>[\w-]+) sends brownie points to (?<receivers>[^\r\n]*)", RegexOptions.CultureInvariant)]
    private static partial Regex Sentence();

    [GeneratedRegex(@"@(?<name>[\w-]+)", RegexOptions.CultureInvariant)]
    private static partial Regex Mention();
}
