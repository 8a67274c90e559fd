using LmsActors.NameDirectory;

namespace LmsActors.Feeds;

/// <summary>What journals and their segments hold; the posts themselves say what is true.</summary>
internal sealed class JournalAudit : IAudit<JournalState>, IAudit<JournalSegmentState>
{
    private const string Post = "post in a journal (journal > post)";
    private const string SegmentSize = "posts in the segment";

    /// <summary>A live post as it states where it stands.</summary>
    public static AuditEntry Stands(string journalId, PostRef post) => AuditEntry.Truth(Post, Place(journalId, post), Written(post));

    public AuditReport Of(ActorKey key, JournalState state)
    {
        var segments = state.Segments.Select((segment, number) => AuditEntry.Copy(SegmentSize, $"{key.Id}:{number}", Total(segment.Count)));
        var count = Journals.LearnerOf(key.Id) is { } learnerId
            ? DirectoryBooks.Count(DirectoryKinds.Learner, DirectoryCounters.Posts, learnerId, state.Count(_ => true))
            : [];
        return new([.. Held(key.Id, state.Posts), .. segments, .. count], [.. Faults(state)]);
    }

    public AuditReport Of(ActorKey key, JournalSegmentState state) => state.Posts.IsEmpty
        ? AuditReport.Nothing
        : new(
            [.. Held(key.Id[..key.Id.LastIndexOf(':')], state.Posts), AuditEntry.Truth(SegmentSize, key.Id, Total(state.Count))],
            IsInOrder(state.Posts) ? [] : ["its posts are not in the order of time"]);

    private static IEnumerable<AuditEntry> Held(string journalId, IEnumerable<PostRef> posts) =>
        posts.Select(post => AuditEntry.Copy(Post, Place(journalId, post), Written(post)));

    private static IEnumerable<string> Faults(JournalState state)
    {
        if (state.ByAudience.Values.Sum() != state.Posts.Count)
        {
            yield return $"it counts {state.ByAudience.Values.Sum()} posts that are not sealed, and has {state.Posts.Count}";
        }

        if (!IsInOrder(state.Posts))
        {
            yield return "its posts are not in the order of time";
        }
    }

    private static bool IsInOrder(IReadOnlyList<PostRef> posts) =>
        Enumerable.Range(1, Math.Max(0, posts.Count - 1)).All(i => posts[i - 1].Place < posts[i].Place);

    private static int Total(SegmentCount count) => count.ByAudience.Values.Sum();

    private static string Place(string journalId, PostRef post) => $"{journalId} > {post.Id}";

    private static string Written(PostRef post) => $"revision {post.Revision} for {post.Audience}";
}
