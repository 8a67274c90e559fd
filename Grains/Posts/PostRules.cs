using System.Globalization;
using System.Text;

namespace LmsActors.Posts;

/// <summary>Every decision about a post. Who may see it at all is settled before (<see cref="PostAccess"/>).</summary>
internal static class PostRules
{
    public static Decision<PostEvent> Create(PostState state, CreatePost command, DateTimeOffset now)
    {
        if (state.Author.Id is not null)
        {
            return state.Author.Id == command.Viewer.LearnerId && state.Audience == command.Audience
                ? Decision<PostEvent>.Nothing
                : PostRefusals.Exists;
        }

        return !Audiences.IsWellFormed(command.Audience) ? PostRefusals.UnknownAudience
            : command.At > now ? PostRefusals.InTheFuture
            : CheckText(command.Text, PostLimits.MaxText, command.Mentions) is { } refusal ? refusal
            : new PostPublished(
                new(command.Viewer.LearnerId, command.Viewer.Name), command.Text, command.Html, command.Audience, command.Mentions, command.At);
    }

    public static Decision<PostEvent> Edit(PostState state, EditPost command) =>
        !state.IsLive ? PostRefusals.Unknown
        : state.Author.Id != command.Viewer.LearnerId ? PostRefusals.NotTheAuthor
        : CheckText(command.Text, PostLimits.MaxText, command.Mentions) is { } refusal ? refusal
        : state.Text == command.Text ? Decision<PostEvent>.Nothing
        : state.Former.Count >= PostLimits.MaxEdits ? PostRefusals.TooManyEdits
        : new PostEdited(command.Text, command.Html, command.Mentions);

    public static Decision<PostEvent> Delete(PostState state, Viewer viewer, PostRight right) =>
        !state.IsLive ? PostRefusals.Unknown
        : state.Author.Id == viewer.LearnerId || right.IsModerator ? new PostDeleted(viewer.LearnerId)
        : PostRefusals.MayNotDelete;

    /// <summary>Sets or takes back a reaction that the post holds itself.</summary>
    public static Decision<PostEvent> React(PostState state, ReactToPost command)
    {
        var (emoji, learnerId) = (command.Emoji, command.Viewer.LearnerId);
        if (CheckReaction(state, command) is { } refusal)
        {
            return refusal;
        }

        return state.HasReacted(learnerId, emoji) == command.IsOn
            ? Decision<PostEvent>.Nothing
            : new PostReactionSet(emoji, learnerId, command.IsOn, state.CountOf(emoji) + (command.IsOn ? 1 : -1));
    }

    /// <summary>Why the reaction cannot be, wherever it is held; null when it can.</summary>
    public static Refusal? CheckReaction(PostState state, ReactToPost command) =>
        !state.IsLive ? PostRefusals.Unknown
        : !IsEmoji(command.Emoji) ? PostRefusals.NotAnEmoji
        : command.IsOn && state.CountOf(command.Emoji) == 0 && state.Reactions().Count >= PostLimits.MaxEmojis ? PostRefusals.TooManyEmojis
        : null;

    public static Decision<PostEvent> Count(PostState state, int shard, long revision, IReadOnlyDictionary<string, int> counts)
    {
        var known = state.ReactorShards.GetValueOrDefault(shard);
        if (!state.IsLive || known?.Revision >= revision)
        {
            return Decision<PostEvent>.Nothing;
        }

        var totals = counts.Keys.Union(known?.Counts.Keys ?? []).ToDictionary(
            emoji => emoji,
            emoji => state.CountOf(emoji) - (known?.Counts.GetValueOrDefault(emoji) ?? 0) + counts.GetValueOrDefault(emoji));
        return new PostReactionsCounted(shard, revision, counts, totals);
    }

    public static Decision<PostEvent> Comment(PostState state, AddComment command) =>
        !state.IsLive ? PostRefusals.Unknown
        : CheckText(command.Text, PostLimits.MaxCommentText, command.Mentions) is { } refusal ? refusal
        : state.LastComment >= PostLimits.MaxComments ? PostRefusals.TooManyComments
        : Decision<PostEvent>.About(
            state.LastComment + 1,
            new CommentAdded(
                state.LastComment + 1,
                new(command.Viewer.LearnerId, command.Viewer.Name),
                command.Text,
                command.Html,
                command.Mentions,
                state.CommentCount + 1));

    public static Decision<PostEvent> EditComment(PostState state, StoredComment? comment, EditComment command, DateTimeOffset now) =>
        CheckComment(state, comment, command.Viewer) is { } unknown ? unknown
        : comment!.Author.Id != command.Viewer.LearnerId ? PostRefusals.NotTheAuthor
        : CheckText(command.Text, PostLimits.MaxCommentText, command.Mentions) is { } refusal ? refusal
        : comment.Text == command.Text ? Decision<PostEvent>.About(comment.Number)
        : Decision<PostEvent>.About(
            comment.Number,
            new CommentEdited(comment with { Text = command.Text, Html = command.Html, Mentions = command.Mentions, EditedAt = now }));

    public static Decision<PostEvent> DeleteComment(PostState state, StoredComment? comment, Viewer viewer, PostRight right) =>
        CheckComment(state, comment, viewer) is { } unknown ? unknown
        : comment!.Author.Id != viewer.LearnerId && state.Author.Id != viewer.LearnerId && !right.IsModerator ? PostRefusals.MayNotDelete
        : Decision<PostEvent>.About(
            comment.Number,
            new CommentDeleted(comment with { Text = "", Html = "", Mentions = [], IsDeleted = true }, state.CommentCount - 1));

    private static Refusal? CheckComment(PostState state, StoredComment? comment, Viewer viewer) =>
        !state.IsLive ? PostRefusals.Unknown
        : comment is null || comment.IsDeleted || state.DeletedSealed.Contains(comment.Number) || !viewer.Sees(comment.Author.Id)
            ? PostRefusals.UnknownComment
            : null;

    private static Refusal? CheckText(string text, int most, IReadOnlyList<string> mentions) =>
        string.IsNullOrWhiteSpace(text) ? PostRefusals.EmptyText
        : text.Length > most ? PostRefusals.TextTooLong
        : Prose.HasControls(text) ? PostRefusals.TextInvalid
        : mentions.Count > PostLimits.MaxMentions ? PostRefusals.TooManyMentions
        : null;

    /// <summary>One grapheme (Unicode annex 29) of at most 16 bytes that is neither blank nor a control, and not plain ASCII.</summary>
    private static bool IsEmoji(string? text) =>
        text is { Length: > 0 and <= 16 }
        && StringInfo.GetNextTextElementLength(text) == text.Length
        && Encoding.UTF8.GetByteCount(text) <= 16
        && Rune.TryGetRuneAt(text, 0, out var first)
        && !Rune.IsWhiteSpace(first) && !Rune.IsControl(first)
        && (!first.IsAscii || text.Length > 1);
}
