using LmsActors.Connections;
using LmsActors.Posts;

namespace LmsActors.Feeds;

/// <summary>A learner who is here: what the home feed is made of, and who watches it.</summary>
internal sealed class FeedPresence(string learnerId, TimeProvider time)
{
    private static readonly FeedSources Nobody = new([], [], [], []);

    public string LearnerId => learnerId;

    public FeedSources Sets { get; set; } = Nobody;

    public IReadOnlyList<FeedSource> Sources { get; set; } = [];

    public PassingStream Stream { get; } = new(time);

    public DateTimeOffset LastSeen { get; set; } = time.GetUtcNow();

    /// <summary>The reading of whom the learner follows; null when none is under way.</summary>
    public Task? Loading { get; set; }

    public bool IsLoaded { get; set; }

    /// <summary>Something has changed since the reading began: it must be done once more.</summary>
    public bool IsStale { get; set; }

    /// <summary>The learner as the one who reads the own feed.</summary>
    public Viewer AsViewer(string tenant) => new(tenant, learnerId, "", "", false, Sets.Hidden);

    /// <summary>Whether a post of this journal belongs in the learner's feed, as far as is known here.</summary>
    public bool MaySee(FeedSource source, PostRef post)
    {
        if (Sets.Hidden.Contains(post.AuthorId) || Sets.Muted.Contains(post.AuthorId))
        {
            return false;
        }

        return source.IsGroup
            || post.Audience == Audiences.Everyone
            || post.AuthorId == learnerId
            || (post.Audience == Audiences.Friends && Sets.Friends.Contains(post.AuthorId));
    }

    /// <summary>The journals that the feed is made of: one's own, those of whom one follows or has as friend, those of one's groups.</summary>
    public IEnumerable<string> JournalIds(FeedSources sets, IEnumerable<string> groupIds) => sets.Following
        .Union(sets.Friends)
        .Except(sets.Hidden)
        .Except(sets.Muted)
        .Add(learnerId)
        .Select(Journals.OfLearner)
        .Concat(groupIds.Select(Journals.OfGroup));
}
