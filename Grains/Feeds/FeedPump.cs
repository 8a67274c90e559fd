using LmsActors.Posts;
using Microsoft.Extensions.Logging;

namespace LmsActors.Feeds;

/// <summary>
/// Turns changes of journals into events of the feeds that are watched, in the order of the changes. All that waits is done
/// together: each post is read once for all who see it.
/// </summary>
internal sealed class FeedPump(IGrainFactory grains, string tenant, FeedReader reader, ILogger logger)
{
    private List<Work> _waiting = [];
    private Task _running = Task.CompletedTask;

    /// <summary>A change that is in the ring already.</summary>
    public void Publish(FeedSource source, JournalChange change)
    {
        if (source.Watching.Count > 0)
        {
            Add(new(source, change, null));
        }
    }

    /// <summary>The whole feed may be another now: its watchers get it anew.</summary>
    public void Reset(FeedPresence feed)
    {
        if (feed.Stream.IsWatched)
        {
            Add(new(null, default, feed));
        }
    }

    private void Add(Work work)
    {
        _waiting.Add(work);
        if (_running.IsCompleted)
        {
            _running = RunAsync();
        }
    }

    private async Task RunAsync()
    {
        // Lets the call that brought the work go on: others of the same turn join.
        await Task.Yield();
        while (_waiting.Count > 0)
        {
            (var work, _waiting) = (_waiting, []);
            try
            {
                await EmitAsync(work);
            }
            catch (Exception e)
            {
                logger.LogWarning(e, "Events of feeds could not be made; those who watch start anew.");
                foreach (var feed in work.SelectMany(item => item.Feeds).Distinct().ToList())
                {
                    feed.Stream.Break();
                }
            }
        }
    }

    private async Task EmitAsync(List<Work> work)
    {
        var posts = await PostsAsync(work);
        var resets = await ResetsAsync(work);
        var touched = new HashSet<PassingStream>();
        foreach (var item in work)
        {
            if (item.Reset is { } reset)
            {
                reset.Stream.Add("feed-reset", resets[reset], null);
                touched.Add(reset.Stream);
                continue;
            }

            if (Event(item.Change, posts) is { } data)
            {
                foreach (var feed in item.Source!.Watching.Where(feed => feed.MaySee(item.Source, item.Change.Post)))
                {
                    feed.Stream.Add(Type(item.Change.Kind), data, item.Change.Post.AuthorId);
                    touched.Add(feed.Stream);
                }
            }
        }

        foreach (var stream in touched)
        {
            stream.Send();
        }
    }

    private async Task<Dictionary<string, Post?>> PostsAsync(List<Work> work)
    {
        var ids = work
            .Where(item => item.Reset is null && item.Change.Kind != JournalChangeKind.Removed)
            .Select(item => item.Change.Post.Id)
            .Distinct()
            .ToList();
        var posts = await Task.WhenAll(ids.Select(id => grains.Actor<IPostGrain>(new ActorKey(tenant, id)).PeekAsync()));
        return ids.Zip(posts).ToDictionary(pair => pair.First, pair => pair.Second);
    }

    private async Task<Dictionary<FeedPresence, byte[]>> ResetsAsync(List<Work> work)
    {
        var feeds = work.Select(item => item.Reset).OfType<FeedPresence>().Distinct().ToList();
        var snapshots = await Task.WhenAll(feeds.Select(feed => reader.SnapshotAsync(feed, feed.AsViewer(tenant))));
        return feeds.Zip(snapshots).ToDictionary(pair => pair.First, pair => pair.Second);
    }

    /// <summary>The same bytes for all who get the event; null when the post has gone meanwhile, of which another event tells.</summary>
    private static byte[]? Event(JournalChange change, Dictionary<string, Post?> posts)
    {
        if (change.Kind == JournalChangeKind.Removed)
        {
            return LiveJson.Bytes(new { postId = change.Post.Id });
        }

        return posts[change.Post.Id] is not { } post ? null
            : change.Kind == JournalChangeKind.Published ? LiveJson.Bytes(new { post })
            : LiveJson.Bytes(new { postId = post.Id, post.Text, post.Html, post.Mentions, post.EditedAt });
    }

    private static string Type(JournalChangeKind kind) => kind switch
    {
        JournalChangeKind.Published => "post-published",
        JournalChangeKind.Edited => "post-edited",
        _ => "post-removed",
    };

    /// <summary>A change of a journal, or the whole of a feed.</summary>
    private readonly record struct Work(FeedSource? Source, JournalChange Change, FeedPresence? Reset)
    {
        public IEnumerable<FeedPresence> Feeds => Reset is { } feed ? [feed] : Source!.Watching;
    }
}
