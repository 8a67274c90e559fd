namespace LmsActors.Faults;

/// <summary>One way in which a history, or what the server says in the end, can be wrong; <paramref name="pick"/> chooses where.</summary>
internal delegate (IReadOnlyList<Fact> Facts, FinalState Final) Tamper(IReadOnlyList<Fact> facts, FinalState final, Random pick);

/// <summary>Every way that the checker promises to catch, with the kinds of violation that it may be reported as.</summary>
internal static class Tampering
{
    public static readonly IReadOnlyDictionary<string, (Tamper Tamper, string[] Kinds)> All = new Dictionary<string, (Tamper, string[])>
    {
        ["dropped message"] = (DropMessage, ["lost"]),
        ["doubled message"] = (DoubleMessage, ["doubled"]),
        ["swapped messages"] = (SwapMessages, ["disordered"]),
        ["phantom message"] = (PhantomMessage, ["phantom"]),
        ["dropped post"] = (DropPost, ["lost"]),
        ["doubled post"] = (DoublePost, ["doubled"]),
        ["dropped follow"] = (DropFollow, ["lost"]),
        ["one-sided follow"] = (DropFollower, ["count"]),
        ["dropped membership"] = (DropMember, ["lost"]),
        ["feed without a post"] = (DropFromFeed, ["feed"]),
        ["feed with a stray post"] = (StrayInFeed, ["feed", "leaked"]),
        ["event not pushed"] = (DropEvent, ["missed"]),
        ["event pushed twice"] = (DoubleEvent, ["doubled"]),
        ["events pushed out of order"] = (SwapEvents, ["doubled", "missed"]),
        ["event nobody caused"] = (PhantomEvent, ["phantom"]),
        ["event of a closed room"] = (LeakRoom, ["leaked"]),
        ["post for friends pushed to a follower"] = (LeakPost, ["leaked"]),
    };

    /// <summary>What can be wrong with a feed that shows no more than its bound, that of ann, in a history where she has posted more.</summary>
    public static readonly IReadOnlyDictionary<string, (Tamper Tamper, string[] Kinds)> OfBoundedFeed = new Dictionary<string, (Tamper, string[])>
    {
        ["a post in the middle dropped"] = (OnFeed((feed, older, at) => feed.RemoveAt(at)), ["feed"]),
        ["a post dropped and an older one shown for it"] = (OnFeed((feed, older, at) => Replace(feed, at, older)), ["feed"]),
        ["the newest dropped and an older one shown for it"] = (OnFeed((feed, older, at) => Replace(feed, 0, older)), ["feed"]),
        ["the oldest dropped"] = (OnFeed((feed, older, at) => feed.RemoveAt(feed.Count - 1)), ["feed"]),
        ["one more than the bound"] = (OnFeed((feed, older, at) => feed.Add(older)), ["feed"]),
        ["two posts in the wrong order"] = (OnFeed((feed, older, at) => feed.Reverse(0, 2)), ["disordered"]),
        ["a post twice instead of the oldest"] = (OnFeed((feed, older, at) => Replace(feed, feed.Count - 1, feed[at])), ["doubled"]),
    };

    private static (IReadOnlyList<Fact>, FinalState) DropMessage(IReadOnlyList<Fact> facts, FinalState final, Random pick)
    {
        var acknowledged = facts.OfType<Answered>().Where(fact => fact.Outcome == Outcome.Ok).Select(fact => fact.Op).ToHashSet();
        var room = final.Rooms["open"];
        var victim = Pick(room.Where(message => acknowledged.Contains(message.Text)), pick);
        var rest = room.Where(message => message != victim).Select((message, i) => message with { Number = i + 1 });
        return (facts, WithRoom(final, [.. rest]));
    }

    private static (IReadOnlyList<Fact>, FinalState) DoubleMessage(IReadOnlyList<Fact> facts, FinalState final, Random pick)
    {
        var room = final.Rooms["open"];
        return (facts, WithRoom(final, [.. room, Pick(room, pick) with { Number = room.Count + 1 }]));
    }

    private static (IReadOnlyList<Fact>, FinalState) SwapMessages(IReadOnlyList<Fact> facts, FinalState final, Random pick)
    {
        var room = final.Rooms["open"].ToList();
        (room[0], room[1]) = (room[1] with { Number = 1 }, room[0] with { Number = 2 });
        return (facts, WithRoom(final, room));
    }

    private static (IReadOnlyList<Fact>, FinalState) PhantomMessage(IReadOnlyList<Fact> facts, FinalState final, Random pick)
    {
        var room = final.Rooms["open"];
        return (facts, WithRoom(final, [.. room, new(room.Count + 1, "nobody's", "ann")]));
    }

    private static (IReadOnlyList<Fact>, FinalState) DropPost(IReadOnlyList<Fact> facts, FinalState final, Random pick)
    {
        var acknowledged = facts.OfType<Answered>().Where(fact => fact.Outcome == Outcome.Ok).Select(fact => fact.Op).ToHashSet();
        var undecided = facts.OfType<Invoked>().Where(fact => fact.Kind == OperationKind.DeletePost).Select(fact => fact.Target).ToHashSet();
        var all = final.Posts.SelectMany(pair => pair.Value).Where(post => acknowledged.Contains(post.Text) && !undecided.Contains(post.Text));
        var victim = Pick(all, pick);
        return (facts, final with { Posts = Without(final.Posts, victim.Author, victim), Feeds = final.Feeds.Keys.Aggregate(final.Feeds, (feeds, id) => Without(feeds, id, victim)) });
    }

    private static (IReadOnlyList<Fact>, FinalState) DoublePost(IReadOnlyList<Fact> facts, FinalState final, Random pick)
    {
        var (author, posts) = Pick(final.Posts.Where(pair => pair.Value.Count > 0), pick);
        return (facts, final with { Posts = With(final.Posts, author, [.. posts, posts[0]]) });
    }

    private static (IReadOnlyList<Fact>, FinalState) DropFollow(IReadOnlyList<Fact> facts, FinalState final, Random pick)
    {
        var op = facts.Count;
        Fact[] asked = [new Invoked(op, "extra", OperationKind.Follow, "dan", "ben"), new Answered(op + 1, "extra", Outcome.Ok)];
        return ([.. facts, .. asked], final with
        {
            Following = With(final.Following, "dan", [.. final.Following["dan"].Where(id => id != "ben")]),
            Followers = With(final.Followers, "ben", [.. final.Followers["ben"].Where(id => id != "dan")]),
        });
    }

    private static (IReadOnlyList<Fact>, FinalState) DropFollower(IReadOnlyList<Fact> facts, FinalState final, Random pick)
    {
        var (learner, followers) = final.Followers.Where(pair => pair.Value.Count > 0).DefaultIfEmpty(new("ann", [])).First();
        IReadOnlyList<string> changed = followers.Count > 0 ? [.. followers.Skip(1)] : ["ben"];
        return (facts, final with { Followers = With(final.Followers, learner, changed) });
    }

    private static (IReadOnlyList<Fact>, FinalState) DropMember(IReadOnlyList<Fact> facts, FinalState final, Random pick) =>
        (facts, final with { Members = With(final.Members, "class", [.. final.Members["class"].Where(id => id != "dan")]) });

    private static (IReadOnlyList<Fact>, FinalState) DropFromFeed(IReadOnlyList<Fact> facts, FinalState final, Random pick)
    {
        var (learner, feed) = Pick(final.Feeds.Where(pair => pair.Value.Count > 0), pick);
        return (facts, final with { Feeds = Without(final.Feeds, learner, Pick(feed, pick)) });
    }

    private static (IReadOnlyList<Fact>, FinalState) StrayInFeed(IReadOnlyList<Fact> facts, FinalState final, Random pick)
    {
        var post = new FinalPost("id-stray", "stray", "ann", DateTimeOffset.UnixEpoch);
        return (facts, final with { Feeds = With(final.Feeds, "dan", [.. final.Feeds["dan"], post]) });
    }

    /// <summary>Changes the feed of ann; also given are the newest post of hers that it does not show, and a place that is neither first nor last.</summary>
    private static Tamper OnFeed(Action<List<FinalPost>, FinalPost, int> change) => (facts, final, pick) =>
    {
        var feed = final.Feeds["ann"].ToList();
        change(feed, final.Posts["ann"].First(post => !feed.Contains(post)), pick.Next(1, feed.Count - 1));
        return (facts, final with { Feeds = With(final.Feeds, "ann", feed) });
    };

    private static void Replace(List<FinalPost> feed, int at, FinalPost other)
    {
        feed.RemoveAt(at);
        feed.Add(other);
    }

    private static (IReadOnlyList<Fact>, FinalState) DropEvent(IReadOnlyList<Fact> facts, FinalState final, Random pick) =>
        (OnRoomEvents(facts, pick, (events, i) => events.RemoveAt(i)), final);

    private static (IReadOnlyList<Fact>, FinalState) DoubleEvent(IReadOnlyList<Fact> facts, FinalState final, Random pick) =>
        (OnRoomEvents(facts, pick, (events, i) => events.Insert(i, events[i])), final);

    private static (IReadOnlyList<Fact>, FinalState) SwapEvents(IReadOnlyList<Fact> facts, FinalState final, Random pick) =>
        (OnRoomEvents(facts, pick, (events, _) => events.Reverse(), least: 2), final);

    private static (IReadOnlyList<Fact>, FinalState) PhantomEvent(IReadOnlyList<Fact> facts, FinalState final, Random pick) =>
        (OnRoomEvents(facts, pick, (events, i) => events[i] = events[i] with { Item = events[i].Item with { Text = "nobody's" } }), final);

    private static (IReadOnlyList<Fact>, FinalState) LeakRoom(IReadOnlyList<Fact> facts, FinalState final, Random pick)
    {
        var secret = Pick(final.Rooms["closed"], pick);
        var item = new Item(secret.Text, SimulatedServer.IdOf(secret.Text), secret.Number);
        return ([.. facts, new Started(facts.Count, "spy", "cleo", "room/closed", 1, 1, [item], [])], final);
    }

    private static (IReadOnlyList<Fact>, FinalState) LeakPost(IReadOnlyList<Fact> facts, FinalState final, Random pick)
    {
        var secret = Pick(facts.OfType<Invoked>().Where(fact => fact.IsForFriends && fact.By != "cleo"), pick);
        var seen = new Seen(1_000_000, "post-published", new(secret.Op, SimulatedServer.IdOf(secret.Op)));
        return ([.. facts, new Received(facts.Count, "cleo@feed/cleo", "feed/cleo", 1, [seen])], final);
    }

    private static List<Fact> OnRoomEvents(IReadOnlyList<Fact> facts, Random pick, Action<List<Seen>, int> change, int least = 1)
    {
        var candidates = facts.OfType<Received>()
            .Where(fact => fact.Stream.StartsWith("room/", StringComparison.Ordinal) && fact.Events.Count >= least && !IsBeforeSnapshot(facts, fact));
        var victim = Pick(candidates, pick);
        var events = victim.Events.ToList();
        change(events, pick.Next(events.Count));
        return [.. facts.Select(fact => fact == victim ? victim with { Events = events } : fact)];
    }

    /// <summary>An event that was on its way when the connection broke need not have arrived, where a snapshot is the next that comes.</summary>
    private static bool IsBeforeSnapshot(IReadOnlyList<Fact> facts, Received received) => facts.Skip((int)received.At + 1).FirstOrDefault(fact =>
        (fact is Started started && started.Subscriber == received.Subscriber && (started.Snapshot is not null || started.Missed.Count > 0))
        || (fact is Received other && other.Subscriber == received.Subscriber))
        is Started { Snapshot: not null };

    private static T Pick<T>(IEnumerable<T> from, Random pick)
    {
        var all = from.ToList();
        return all[pick.Next(all.Count)];
    }

    private static FinalState WithRoom(FinalState final, IReadOnlyList<FinalMessage> messages) => final with
    {
        Rooms = With(final.Rooms, "open", messages),
        MessageCounts = new Dictionary<string, long>(final.MessageCounts) { ["open"] = messages.Count },
        TotalMessages = final.TotalMessages - final.Rooms["open"].Count + messages.Count,
    };

    private static Dictionary<string, IReadOnlyList<T>> With<T>(IReadOnlyDictionary<string, IReadOnlyList<T>> all, string key, IReadOnlyList<T> value) =>
        new(all) { [key] = value };

    private static IReadOnlyDictionary<string, IReadOnlyList<FinalPost>> Without(
        IReadOnlyDictionary<string, IReadOnlyList<FinalPost>> all, string key, FinalPost post) => With(all, key, [.. all[key].Where(one => one.Id != post.Id)]);
}
