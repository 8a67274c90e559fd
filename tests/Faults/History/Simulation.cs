namespace LmsActors.Faults;

/// <summary>
/// A perfect server and its clients, in memory: gives valid histories of every sort (unknown outcomes that happened or not, crashes,
/// resumed subscribers), which the tests of the checker then spoil.
/// </summary>
internal sealed class Simulation
{
    private static readonly string[] Learners = ["ann", "ben", "cleo", "dan"];
    private readonly Random _random;
    private readonly List<Fact> _facts = [];
    private readonly Dictionary<string, Invoked> _pending = [];
    private readonly SimulatedServer _server;
    private readonly List<SimulatedSubscriber> _subscribers = [];
    private int _operations;

    private Simulation(int seed, int feedBound)
    {
        _random = new(seed);
        _server = new(feedBound);
        _facts.Add(new World(
            0,
            Learners,
            new Dictionary<string, IReadOnlyList<string>?> { ["open"] = null, ["closed"] = ["ann", "ben"] },
            ["class"],
            new Dictionary<string, IReadOnlyList<string>> { ["ann"] = ["ben"], ["ben"] = ["ann"] }));
    }

    private long Now => _facts.Count;

    /// <summary>A valid history with the final state that goes with it.</summary>
    /// <param name="feedBound">How many posts a feed shows at most; with a low one, that of ann reaches it.</param>
    public static (IReadOnlyList<Fact> Facts, FinalState Final) Run(int seed, int steps = 150, int feedBound = FeedCheck.Bound)
    {
        var simulation = new Simulation(seed, feedBound);
        simulation.Subscribe("ann", "room/open");
        simulation.Subscribe("cleo", "room/open");
        simulation.Subscribe("ben", "room/closed");
        simulation.Subscribe("ann", "feed/ann");
        simulation.Subscribe("cleo", "feed/cleo");
        simulation.Opening();
        for (var i = 0; i < steps; i++)
        {
            simulation.Step();
        }

        simulation.Settle();
        simulation.Flood(feedBound < FeedCheck.Bound ? feedBound + 2 : 0);
        return (simulation._facts, simulation._server.Final(Learners));
    }

    /// <summary>Enough that every history has something of each kind to be spoiled.</summary>
    private void Opening()
    {
        foreach (var (by, kind, target, isForFriends) in new (string, OperationKind, string, bool)[]
        {
            ("cleo", OperationKind.Follow, "ann", false), ("ann", OperationKind.Follow, "ben", false), ("dan", OperationKind.JoinGroup, "class", false),
            ("ann", OperationKind.PostMessage, "open", false), ("ann", OperationKind.PostMessage, "open", false),
            ("ben", OperationKind.PostMessage, "closed", false), ("ann", OperationKind.CreatePost, "", false), ("ann", OperationKind.CreatePost, "", true),
        })
        {
            Invoke(by, kind, target, isForFriends);
            Answer(by, isLost: false);
        }

        Deliver();
    }

    private void Step()
    {
        var learner = Learners[_random.Next(Learners.Length)];
        var dice = _random.Next(100);
        if (dice < 3)
        {
            Crash();
        }
        else if (dice < 25)
        {
            Deliver();
        }
        else if (_pending.ContainsKey(learner))
        {
            Answer(learner, isLost: dice > 95);
        }
        else
        {
            Ask(learner);
        }
    }

    private void Ask(string learner)
    {
        var other = Learners[_random.Next(Learners.Length)];
        var (kind, target) = _random.Next(10) switch
        {
            < 5 => (OperationKind.PostMessage, learner is "ann" or "ben" && _random.Next(3) == 0 ? "closed" : "open"),
            5 or 6 => (OperationKind.CreatePost, ""),
            7 when other != learner => (OperationKind.Follow, other),
            8 when other != learner => (OperationKind.Unfollow, other),
            9 when _server.PostOf(learner) is { } post => (OperationKind.DeletePost, post),
            _ => (OperationKind.JoinGroup, "class"),
        };
        Invoke(learner, kind, target, kind == OperationKind.CreatePost && _random.Next(3) == 0);
    }

    private void Invoke(string learner, OperationKind kind, string target, bool isForFriends)
    {
        _pending[learner] = new(Now, $"op{++_operations}", kind, learner, target, isForFriends);
        _facts.Add(_pending[learner]);
    }

    private void Answer(string learner, bool isLost)
    {
        if (!_pending.Remove(learner, out var invoked))
        {
            return;
        }

        var number = isLost && _random.Next(2) == 0 ? 0 : _server.Do(invoked);
        var isMade = invoked.Kind is OperationKind.PostMessage or OperationKind.CreatePost;
        _facts.Add(isLost
            ? new Answered(Now, invoked.Op, Outcome.Unknown)
            : new Answered(Now, invoked.Op, Outcome.Ok, isMade ? SimulatedServer.IdOf(invoked.Op) : null, number));
    }

    private void Crash()
    {
        foreach (var learner in _pending.Keys.ToList())
        {
            Answer(learner, isLost: _random.Next(2) == 0);
        }

        foreach (var subscriber in _subscribers)
        {
            _facts.Add(subscriber.Start(Now, _server, resumes: _random.Next(2) == 0));
        }
    }

    private void Deliver()
    {
        foreach (var subscriber in _subscribers)
        {
            if (subscriber.Receive(Now, _server) is { } received)
            {
                _facts.Add(received);
            }
        }
    }

    private void Settle()
    {
        foreach (var learner in _pending.Keys.ToList())
        {
            Answer(learner, isLost: false);
        }

        Deliver();
    }

    private void Flood(int posts)
    {
        for (var i = 0; i < posts; i++)
        {
            Invoke("ann", OperationKind.CreatePost, "", isForFriends: false);
            Answer("ann", isLost: false);
        }

        Deliver();
    }

    private void Subscribe(string learner, string stream)
    {
        var subscriber = new SimulatedSubscriber($"{learner}@{stream}", learner, stream);
        _subscribers.Add(subscriber);
        _facts.Add(subscriber.Start(Now, _server, resumes: false));
    }
}
