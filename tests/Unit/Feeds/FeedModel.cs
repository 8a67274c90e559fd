using System.Collections.Immutable;
using LmsActors.Connections;
using LmsActors.Posts;

namespace LmsActors.Feeds;

/// <summary>Journals and the feed that is made of them; once kept up to date change by change, once read anew.</summary>
internal sealed class FeedModel
{
    private readonly string[] _journalIds;
    private readonly JournalModel[] _journals;
    private readonly FeedSources _sets;
    private readonly string _me;

    public FeedModel(
        string me, string[] authors, ImmutableHashSet<string> friends, ImmutableHashSet<string>? hidden = null, ImmutableHashSet<string>? muted = null)
    {
        _me = me;
        _journalIds = [.. authors.Select(id => Journals.GroupOf(id) is null ? Journals.OfLearner(id) : id)];
        _journals = [.. authors.Select(_ => new JournalModel(sealAt: 40, segmentSize: 20))];
        _sets = new([], friends, hidden ?? [], muted ?? []);
        Incremental = Rebuilt();
    }

    public FeedPresence Incremental { get; }

    /// <summary>Publishes (mostly), edits or removes post <paramref name="id"/> in one of the journals, and tells the feed.</summary>
    public void Change(int index, int id, int kind)
    {
        var (journal, told) = (_journals[index], _journals[index].Changes.Count);
        var post = Ref(index, id);
        switch (kind)
        {
            case 0:
                journal.Remove(post);
                break;
            case 1:
                journal.Put(post with { Revision = journal.Sequence + 1 });
                break;
            default:
                journal.Put(post);
                break;
        }

        var source = Incremental.Sources[index];
        Assert.True(source.Apply(new(source.JournalId, source.Through, journal.Sequence, journal.Changes[told..]), null));
    }

    public FeedPresence Rebuilt()
    {
        var feed = new FeedPresence(_me, TimeProvider.System) { Sets = _sets, Sources = [.. _journalIds.Select(id => new FeedSource(id))] };
        foreach (var (source, journal) in feed.Sources.Zip(_journals))
        {
            source.Load(journal.Slice(null, FeedRing.Kept));
        }

        return feed;
    }

    /// <summary>The feed as a sorted union.</summary>
    public List<PostRef> Ideal() =>
    [
        .. _journals
            .SelectMany((journal, index) => journal.All.Where(post => Incremental.MaySee(Incremental.Sources[index], post)))
            .OrderByDescending(post => post.Place),
    ];

    public List<PostRef> Pages(FeedPresence feed, int limit)
    {
        var (posts, before) = (new List<PostRef>(), default(PostPlace?));
        do
        {
            var page = Page(feed, before, limit);
            Assert.True(page.Posts.Count == limit || page.Next is null);
            posts.AddRange(page.Posts);
            before = page.Next;
        }
        while (before is not null);
        return posts;
    }

    /// <summary>One page, reading journals deeper as the feed's reader does.</summary>
    public FeedPage Page(FeedPresence feed, PostPlace? before, int limit)
    {
        var depths = new Dictionary<FeedSource, FeedDepth>();
        while (true)
        {
            var page = FeedMerge.Read(feed, before, limit, _ => true, depths);
            if (page.TooShallow.Count == 0)
            {
                return page;
            }

            foreach (var (source, below) in page.TooShallow)
            {
                var slice = _journals[Array.IndexOf(_journalIds, source.JournalId)].Slice(below, 7);
                depths[source] = depths.GetValueOrDefault(source).Deepen(below, slice);
            }
        }
    }

    private PostRef Ref(int index, int id)
    {
        var isGroup = Journals.GroupOf(_journalIds[index]) is not null;
        var author = isGroup ? $"a{id % 3}" : Journals.LearnerOf(_journalIds[index])!;
        var audience = isGroup ? Audiences.Group("g") : id % 4 == 0 ? Audiences.Friends : Audiences.Everyone;

        return JournalModel.Post(id, author, audience) with { Id = $"p{index}{id:000}" };
    }
}
