namespace LmsActors.Faults;

/// <summary>The truth of a simulation: rooms, posts and follows as they should be, and the log of each stream.</summary>
/// <param name="feedBound">How many posts a feed shows at most.</param>
internal sealed class SimulatedServer(int feedBound)
{
    private static readonly DateTimeOffset Begin = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly Dictionary<string, List<FinalMessage>> _rooms = new() { ["open"] = [], ["closed"] = [] };
    private readonly List<(Invoked By, DateTimeOffset At)> _posts = [];
    private int _made;
    private readonly HashSet<(string From, string To)> _follows = [];
    private readonly HashSet<string> _members = [];
    private readonly Dictionary<string, List<Seen>> _streams = [];

    public static string IdOf(string op) => "id-" + op;

    public string? PostOf(string learner) => _posts.Find(post => post.By.By == learner).By?.Op;

    /// <summary>Everything that has happened on a stream.</summary>
    public List<Seen> Log(string stream) => _streams.TryGetValue(stream, out var log) ? log : _streams[stream] = [];

    /// <summary>What a snapshot holds, oldest first.</summary>
    public IReadOnlyList<Item> Snapshot(string stream)
    {
        var id = stream[(stream.IndexOf('/') + 1)..];
        return stream.StartsWith("room/", StringComparison.Ordinal)
            ? [.. _rooms[id].Select(message => new Item(message.Text, IdOf(message.Text), message.Number)).TakeLast(10)]
            : [.. Feed(id).Reverse().Select(post => new Item(post.Text, post.Id))];
    }

    /// <summary>Answers a message's number, else 0.</summary>
    public long Do(Invoked op)
    {
        if (op.Kind == OperationKind.PostMessage)
        {
            var room = _rooms[op.Target];
            room.Add(new(room.Count + 1, op.Op, op.By));
            Push("room/" + op.Target, "message-posted", new(op.Op, IdOf(op.Op), room.Count));
            return room.Count;
        }

        var before = _streams.Keys.Where(IsFeed).ToDictionary(stream => stream, stream => Feed(stream[5..]));
        Change(op);
        foreach (var (stream, old) in before)
        {
            PushDifference(stream, old, Feed(stream[5..]));
        }

        return 0;
    }

    public FinalState Final(IReadOnlyList<string> learners) => new(
        _rooms.ToDictionary(room => room.Key, room => (IReadOnlyList<FinalMessage>)[.. room.Value]),
        _rooms.ToDictionary(room => room.Key, room => (long)room.Value.Count),
        learners.ToDictionary(learner => learner, learner => PostsOf(post => post.By == learner)),
        learners.ToDictionary(learner => learner, learner => List(Feed(learner).Take(feedBound))),
        learners.ToDictionary(learner => learner, learner => List(_follows.Where(edge => edge.From == learner).Select(edge => edge.To))),
        learners.ToDictionary(learner => learner, learner => List(_follows.Where(edge => edge.To == learner).Select(edge => edge.From))),
        new Dictionary<string, IReadOnlyList<string>> { ["class"] = List(_members) },
        _rooms.Values.Sum(room => room.Count),
        _posts.Count,
        _follows.Count);

    private static bool IsFeed(string stream) => stream.StartsWith("feed/", StringComparison.Ordinal);

    private static bool AreFriends(string one, string other) => (one, other) is ("ann", "ben") or ("ben", "ann");

    private static IReadOnlyList<T> List<T>(IEnumerable<T> items) => [.. items];

    private void Change(Invoked op)
    {
        switch (op.Kind)
        {
            case OperationKind.CreatePost:
                // Some are made in the same moment: then the id decides.
                _posts.Add((op, Begin.AddSeconds(_made++ / 3)));
                break;
            case OperationKind.DeletePost:
                _posts.RemoveAll(post => post.By.Op == op.Target);
                break;
            case OperationKind.Follow:
                _follows.Add((op.By, op.Target));
                break;
            case OperationKind.Unfollow:
                _follows.Remove((op.By, op.Target));
                break;
            default:
                _members.Add(op.By);
                break;
        }
    }

    private void PushDifference(string stream, IReadOnlyList<FinalPost> old, IReadOnlyList<FinalPost> now)
    {
        foreach (var gone in old.Except(now))
        {
            Push(stream, "post-removed", new("", gone.Id));
        }

        foreach (var added in now.Except(old))
        {
            Push(stream, "post-published", new(added.Text, added.Id));
        }
    }

    private void Push(string stream, string type, Item item)
    {
        var log = Log(stream);
        log.Add(new(log.Count + 1, type, item));
    }

    private IReadOnlyList<FinalPost> Feed(string learner) => PostsOf(post =>
        (post.By == learner || AreFriends(learner, post.By) || _follows.Contains((learner, post.By)))
        && (!post.IsForFriends || post.By == learner || AreFriends(post.By, learner)));

    private IReadOnlyList<FinalPost> PostsOf(Func<Invoked, bool> which) =>
        [.. _posts.Where(post => which(post.By))
            .Select(post => new FinalPost(IdOf(post.By.Op), post.By.Op, post.By.By, post.At))
            .OrderByDescending(post => post.At)
            .ThenByDescending(post => post.Id, StringComparer.Ordinal)];
}

/// <summary>A client of one stream that keeps its position.</summary>
internal sealed class SimulatedSubscriber(string name, string learner, string stream)
{
    private int _position;

    public Started Start(long at, SimulatedServer server, bool resumes)
    {
        var log = server.Log(stream);
        var missed = resumes ? log.Skip(_position).ToList() : [];
        _position = log.Count;
        return new(at, name, learner, stream, 1, _position, resumes ? null : server.Snapshot(stream), missed);
    }

    public Received? Receive(long at, SimulatedServer server)
    {
        var news = server.Log(stream).Skip(_position).ToList();
        _position += news.Count;
        return news.Count == 0 ? null : new(at, name, stream, 1, news);
    }
}
