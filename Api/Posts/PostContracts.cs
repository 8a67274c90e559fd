namespace LmsActors.Posts;

/// <summary>A post to publish: Markdown, 1 to 20,000 characters, in which <c>@Ada.Lovelace</c> mentions Ada Lovelace; for <c>everyone</c> (if not given), <c>friends</c>, or <c>group:{id}</c>.</summary>
internal sealed record CreatePostRequest(string Text, string? Audience = null);

/// <summary>What to change of a post.</summary>
internal sealed record EditPostRequest(string Text);

/// <summary>A comment to add: Markdown, 1 to 5,000 characters.</summary>
internal sealed record AddCommentRequest(string Text);

/// <summary>What to change of a comment.</summary>
internal sealed record EditCommentRequest(string Text);

/// <summary>A text that a post has, or had, from <paramref name="At"/> on.</summary>
internal sealed record PostVersionResponse(string Text, string Html, DateTimeOffset At);

/// <summary>All texts of a post, the newest first.</summary>
internal sealed record PostHistoryResponse(IReadOnlyList<PostVersionResponse> Items);

/// <summary>A text of a request, ready for the actors: rendered, and with the learners whom it mentions.</summary>
internal readonly record struct WrittenText(string Text, string Html, IReadOnlyList<string> Mentions)
{
    /// <summary>Reads the text; one that no post may have is not rendered, and refused by the post's rules.</summary>
    public static async Task<Result<WrittenText>> ReadAsync(IGrainFactory grains, Viewer viewer, string text)
    {
        if (text.Length > PostLimits.MaxText)
        {
            return new WrittenText(text, "", []);
        }

        var mentions = await NameDirectory.MentionedLearners.InAsync(grains, viewer, text);
        return mentions.Map(ids => new WrittenText(text, Markdown.Render(text), ids));
    }
}
