namespace LmsActors.Chat;

/// <summary>A message to post or the new text of one: Markdown, 1 to 10,000 characters, in which <c>@Ada.Lovelace</c> mentions Ada Lovelace.</summary>
internal sealed record PostMessageRequest(string Text, string? ReplyTo = null);

/// <summary>What to change of a message.</summary>
internal sealed record EditMessageRequest(string Text);

/// <summary>What moderators set: a name (1 to 100 characters), seconds between two messages of a learner (0 is off).</summary>
internal sealed record ConfigureRoomRequest(string? Name = null, int? SlowModeSeconds = null);

/// <summary>Through which message the caller has read.</summary>
internal sealed record MarkReadRequest(long Sequence);

/// <summary>A conversation with other learners: one makes it direct (always the same room), up to 49 a small group.</summary>
internal sealed record StartConversationRequest(IReadOnlyList<string> Participants, string? Name = null);

/// <summary>A room of the caller's, and how many messages of others in it the caller has not read.</summary>
internal sealed record MyRoomResponse(Room Room, long Unread, long ReadThrough);

/// <summary>Bounds of what a chat takes, checked at the edge.</summary>
internal static class ChatLimits
{
    public const int MaxText = 10_000;
    public const int MaxName = 100;
    public const int MaxSlowModeSeconds = 3600;

    public static readonly Refusal BadText = Refusal.Invalid("message.text", $"A message has 1 to {MaxText} characters, and no control characters but line breaks and tabs.");
    public static readonly Refusal BadReply = Refusal.NotFound("message.unknown", "There is no such message.");
    public static readonly Refusal BadEmoji = Refusal.Invalid("message.emoji", "A reaction is one emoji or word of at most 16 bytes.");
    public static readonly Refusal BadName = Refusal.Invalid("room.name", $"A room's name has 1 to {MaxName} characters.");
    public static readonly Refusal BadSlowMode = Refusal.Invalid("room.slow-mode-seconds", $"Slow mode takes 0 to {MaxSlowModeSeconds} seconds.");
    public static readonly Refusal BadSequence = Refusal.Invalid("room.read-sequence", "Only messages that exist can be marked as read.");

    public static bool IsText(string text) => text.Length <= MaxText && !string.IsNullOrWhiteSpace(text) && !Prose.HasControls(text);

    public static bool IsName(string name) => name.Length <= MaxName && !string.IsNullOrWhiteSpace(name) && !name.Any(char.IsControl);

    public static bool IsEmoji(string emoji) =>
        emoji.Length > 0 && System.Text.Encoding.UTF8.GetByteCount(emoji) <= 16 && !emoji.Any(c => char.IsControl(c) || char.IsWhiteSpace(c) || c is '<' or '>' or '&');
}
