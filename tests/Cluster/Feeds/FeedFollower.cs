using System.Text.Json;

namespace LmsActors.Feeds;

/// <summary>Watches a home feed as a client does: takes the snapshot, then events, each as often as it comes.</summary>
internal sealed class FeedFollower(IGrainFactory grains, IFeedShardGrain shard, Viewer viewer) : ILiveObserver
{
    private readonly Lock _lock = new();
    private readonly List<LiveBatch> _pushed = [];
    private readonly Dictionary<string, JsonElement> _posts = [];
    private ILiveObserver? _reference;
    private StreamPosition _position;
    private bool _isLost;

    private string Stream => FeedStreams.Of(viewer.LearnerId);

    public async Task StartAsync()
    {
        _reference ??= grains.CreateObjectReference<ILiveObserver>(this);
        await shard.AttachAsync(Stream, _reference);
        var start = (await shard.ReadStreamAsync(Stream, viewer, null)).Value!;
        Replace(start.Snapshot!);
        _position = start.Position;
    }

    /// <summary>The posts that the client shows now, with their texts, the newest first; null when it must start anew.</summary>
    public IReadOnlyList<(string Id, string Text)>? Show()
    {
        lock (_lock)
        {
            // One-way messages may overtake each other: what does not follow yet waits for what is before it.
            while (_pushed.Find(batch => batch.After <= _position.Sequence) is { } next)
            {
                Take(next);
                _pushed.Remove(next);
            }

            return _isLost ? null :
            [
                .. _posts.Values
                    .OrderByDescending(post => post.GetProperty("createdAt").GetDateTimeOffset())
                    .ThenByDescending(post => post.GetProperty("id").GetString(), StringComparer.Ordinal)
                    .Select(post => (post.GetProperty("id").GetString()!, post.GetProperty("text").GetString()!)),
            ];
        }
    }

    public Task OnEventsAsync(LiveBatch batch)
    {
        lock (_lock)
        {
            _pushed.Add(batch);
        }

        return Task.CompletedTask;
    }

    public Task OnTickAsync(string type, byte[] data) => Task.CompletedTask;

    public Task OnRevokedAsync(IReadOnlyList<string>? learnerIds) => Task.CompletedTask;

    public Task OnLostAsync()
    {
        lock (_lock)
        {
            _isLost = true;
        }

        return Task.CompletedTask;
    }

    private void Take(LiveBatch batch)
    {
        Assert.Equal(_position.Epoch, batch.Epoch);
        foreach (var happened in batch.Events.Where(happened => happened.Sequence > _position.Sequence))
        {
            Assert.Equal(_position.Sequence + 1, happened.Sequence);
            Take(happened.Type, JsonDocument.Parse(happened.Data).RootElement, happened.Data);
            _position = _position with { Sequence = happened.Sequence };
        }
    }

    private void Take(string type, JsonElement data, byte[] bytes)
    {
        switch (type)
        {
            case "post-published":
                var post = data.GetProperty("post");
                _posts[post.GetProperty("id").GetString()!] = post;
                break;
            case "post-removed":
                _posts.Remove(data.GetProperty("postId").GetString()!);
                break;
            case "post-edited" when _posts.TryGetValue(data.GetProperty("postId").GetString()!, out var old):
                var edited = old.EnumerateObject().ToDictionary(field => field.Name, field => field.Value);
                edited["text"] = data.GetProperty("text");
                _posts[data.GetProperty("postId").GetString()!] = JsonSerializer.SerializeToElement(edited);
                break;
            case "feed-reset":
                Replace(bytes);
                break;
        }
    }

    private void Replace(byte[] snapshot)
    {
        _posts.Clear();
        foreach (var post in JsonDocument.Parse(snapshot).RootElement.GetProperty("items").EnumerateArray())
        {
            _posts[post.GetProperty("id").GetString()!] = post;
        }
    }
}
