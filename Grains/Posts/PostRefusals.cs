namespace LmsActors.Posts;

/// <summary>Every expected "no" of a post.</summary>
internal static class PostRefusals
{
    public static readonly Refusal Unknown = Refusal.NotFound("post.not-found", "There is no such post.");

    public static readonly Refusal UnknownComment = Refusal.NotFound("post.comment-not-found", "There is no such comment.");

    public static readonly Refusal UnknownGroup = Refusal.NotFound("group.not-found", "There is no such group.");

    public static readonly Refusal UnknownAudience = Refusal.Invalid(
        "post.unknown-audience", "A post is for 'everyone', for 'friends', or for 'group:{id}'.");

    public static readonly Refusal NotAMember = Refusal.Forbidden("post.not-a-member", "Only members of the group may do this.");

    public static readonly Refusal NotTheAuthor = Refusal.Forbidden("post.not-the-author", "Only its author may change it.");

    public static readonly Refusal MayNotDelete = Refusal.Forbidden("post.may-not-delete", "Only its author or a moderator may take it away.");

    public static readonly Refusal Exists = Refusal.Conflict("post.exists", "There is another post with this id.");

    public static readonly Refusal EmptyText = Refusal.Invalid("post.empty-text", "There is no text.");

    public static readonly Refusal TextTooLong = Refusal.Invalid(
        "post.text-too-long", $"A post has at most {PostLimits.MaxText} characters, a comment {PostLimits.MaxCommentText}.");

    public static readonly Refusal TextInvalid = Refusal.Invalid(
        "post.text-invalid", "A text has no control characters but line breaks and tabs.");

    public static readonly Refusal TooManyMentions = Refusal.Invalid(
        "post.too-many-mentions", $"At most {PostLimits.MaxMentions} learners can be mentioned at once.");

    public static readonly Refusal InTheFuture = Refusal.Invalid("post.in-the-future", "A post cannot have been written in the future.");

    public static readonly Refusal NotAnEmoji = Refusal.Invalid("post.not-an-emoji", "A reaction is one emoji.");

    public static readonly Refusal TooManyEmojis = Refusal.Conflict(
        "post.too-many-emojis", $"A post bears at most {PostLimits.MaxEmojis} different reactions.");

    public static readonly Refusal TooManyComments = Refusal.Conflict(
        "post.too-many-comments", $"A post takes at most {PostLimits.MaxComments} comments.");

    public static readonly Refusal TooManyEdits = Refusal.Conflict(
        "post.too-many-edits", $"A post can be changed at most {PostLimits.MaxEdits} times.");
}
