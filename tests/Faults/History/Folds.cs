namespace LmsActors.Faults;

/// <summary>A room: messages come numbered, so that each must follow the one before.</summary>
internal sealed class RoomFold(string name) : Fold(name)
{
    private readonly List<Item> _messages = [];
    private bool _hasStarted;

    public override void Finish(Ledger ledger, FinalState final, string id)
    {
        var messages = final.Rooms[id];
        var last = _messages.Count > 0 ? _messages[^1].Number : 0;
        if (last != messages.Count)
        {
            Report("missed", $"holds room {id} through {last} of {messages.Count}");
        }

        foreach (var item in _messages)
        {
            if (item.Number < 1 || item.Number > messages.Count || messages[(int)item.Number - 1].Text != item.Text)
            {
                Report("phantom", $"was shown {item.Text} as number {item.Number} of room {id}, where it does not stand");
            }
        }
    }

    /// <summary>What it held before stays checked at the end; a snapshot may leave out older messages, never go back.</summary>
    protected override void Replace(IReadOnlyList<Item> snapshot)
    {
        var known = _messages.Count > 0 ? _messages[^1].Number : 0;
        if (snapshot.Count > 0 ? snapshot[^1].Number < known : known > 0)
        {
            Report("missed", $"got a snapshot that lacks message {known}");
        }

        if (snapshot.Zip(snapshot.Skip(1)).Any(pair => pair.Second.Number != pair.First.Number + 1))
        {
            Report("missed", "got a snapshot with a gap");
        }

        _hasStarted = true;
        _messages.AddRange(snapshot.Where(item => item.Number > known));
    }

    protected override void Apply(Seen seen)
    {
        var last = _messages.Count > 0 ? _messages[^1].Number : 0;
        if (seen.Type != "message-posted")
        {
            return;
        }

        if (seen.Item.Number <= last)
        {
            Report("doubled", $"got message {seen.Item.Number} when it had {last}");
            return;
        }

        if (seen.Item.Number != last + 1 || !_hasStarted)
        {
            Report("missed", $"got message {seen.Item.Number} after {last}");
        }

        _messages.Add(seen.Item);
    }
}

/// <summary>A home feed: a set of posts, of which the newest are at hand.</summary>
internal sealed class FeedFold(string name) : Fold(name)
{
    private readonly Dictionary<string, Item> _posts = [];
    private readonly HashSet<string> _pushed = [];
    private HashSet<string> _shown = [];

    public override void Finish(Ledger ledger, FinalState final, string id)
    {
        var whole = FeedCheck.Whole(ledger, final, id).ToList();
        foreach (var missing in Due(ledger, whole).Where(post => !_posts.ContainsKey(post.Id)))
        {
            Report("missed", $"does not hold post {missing.Id} of the feed of {id}");
        }

        // It may hold more than a feed shows: what it was pushed while it watched.
        foreach (var stray in _posts.Keys.Except(whole.Select(post => post.Id)))
        {
            Report("phantom", $"still holds post {_posts[stray].Text}, which is not in the feed of {id}");
        }

        if (_posts.Count == 0 && final.Feeds[id].Count > 0)
        {
            Report("missed", $"holds nothing of the feed of {id}");
        }
    }

    protected override void Replace(IReadOnlyList<Item> snapshot)
    {
        _posts.Clear();
        _pushed.Clear();
        _shown = [.. snapshot.Select(item => item.Id)];
        foreach (var item in snapshot.Where(item => !_posts.TryAdd(item.Id, item)))
        {
            Report("doubled", $"got a snapshot with {item.Text} twice");
        }
    }

    protected override void Apply(Seen seen)
    {
        if (seen.Type == "post-removed")
        {
            _posts.Remove(seen.Item.Id);
            _pushed.Remove(seen.Item.Id);
            return;
        }

        // A snapshot of a feed may already show what the next events tell; after that, each post comes once.
        if (seen.Type == "post-published" && (!_posts.TryAdd(seen.Item.Id, seen.Item) & !_pushed.Add(seen.Item.Id)))
        {
            Report("doubled", $"got post {seen.Item.Text} when it had it");
        }
    }

    /// <summary>
    /// Of what a feed shows: from the oldest post of the snapshot on all, as that showed the newest; and whatever was published after it,
    /// wherever it stands: a clock that is off gives posts another time.
    /// </summary>
    private IEnumerable<FinalPost> Due(Ledger ledger, List<FinalPost> whole)
    {
        var oldest = whole.FindLastIndex(post => _shown.Contains(post.Id));
        return whole.Take(FeedCheck.Bound).Where((post, place) => place <= oldest || ledger.Find(post.Text)?.Invoked.At > SnapshotAt);
    }
}
