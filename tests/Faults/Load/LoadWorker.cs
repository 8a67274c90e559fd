using System.Diagnostics;
using System.Net;

namespace LmsActors.Faults;

/// <summary>One learner, doing one thing after the other as fast as the server answers, and repeating what got no answer.</summary>
internal sealed class LoadWorker(LoadApi api, HistoryWriter history, World world, LoadStatistics statistics, string learner, int seed)
{
    private readonly Random _random = new(seed);
    private readonly List<(string Op, string Id)> _posts = [];
    private readonly HashSet<string> _joined = [];
    private int _count;

    /// <summary>Works until <paramref name="stop"/>; then repeats the last operation until it is answered, or <paramref name="giveUp"/>.</summary>
    public async Task RunAsync(CancellationToken stop, CancellationToken giveUp)
    {
        while (!stop.IsCancellationRequested)
        {
            var (invoked, method, path, body) = Next($"{learner[..8]}-{seed}-{++_count}");
            history.Add(at => invoked with { At = at });
            var reply = await PersistAsync(invoked.Op, method, path, body, giveUp);
            history.Add(at => Answer(at, invoked, reply));
            await Task.Delay(api.ThinkTime, CancellationToken.None);
        }
    }

    private async Task<Reply> PersistAsync(string op, HttpMethod method, string path, object? body, CancellationToken giveUp)
    {
        var (begun, backoff) = (Stopwatch.GetTimestamp(), new Backoff());
        while (true)
        {
            var asked = Stopwatch.GetTimestamp();
            var reply = await api.SendAsync(method, path, learner, body, op);
            if (reply.IsKnown || giveUp.IsCancellationRequested)
            {
                statistics.Count(reply, Stopwatch.GetElapsedTime(begun));
                return reply;
            }

            statistics.Retry(Stopwatch.GetElapsedTime(asked), reply.Trouble);
            await backoff.WaitAsync();
        }
    }

    private Answered Answer(long at, Invoked invoked, Reply reply)
    {
        // A repeated deletion may find that the first one has already happened.
        var isGone = invoked.Kind == OperationKind.DeletePost && reply.Status == HttpStatusCode.NotFound;
        var outcome = reply.IsOk || isGone ? Outcome.Ok : reply.IsKnown ? Outcome.Fail : Outcome.Unknown;
        if (outcome != Outcome.Ok || invoked.Kind is not (OperationKind.PostMessage or OperationKind.CreatePost))
        {
            return new(at, invoked.Op, outcome);
        }

        var id = reply.Text("id");
        if (invoked.Kind == OperationKind.CreatePost)
        {
            _posts.Add((invoked.Op, id));
            return new(at, invoked.Op, outcome, id);
        }

        statistics.Sent(invoked.Op);
        return new(at, invoked.Op, outcome, id, reply.Body.GetProperty("sequence").GetInt64());
    }

    private (Invoked Invoked, HttpMethod Method, string Path, object? Body) Next(string op)
    {
        var dice = _random.Next(100);
        return dice switch
        {
            < 3 when _posts.Count > 0 => Delete(op),
            < 12 => Publish(op, isForFriends: dice < 6),
            < 20 => Follow(op),
            < 22 when _joined.Count < world.Groups.Count => Join(op),
            _ => Say(op),
        };
    }

    private (Invoked, HttpMethod, string, object?) Say(string op)
    {
        var mine = world.Rooms.Keys.Where(room => world.MayRead(room, learner)).ToList();
        var target = mine[_random.Next(mine.Count)];
        return (new(0, op, OperationKind.PostMessage, learner, target), HttpMethod.Post, $"rooms/{target}/messages", new { text = op });
    }

    private (Invoked, HttpMethod, string, object?) Publish(string op, bool isForFriends) =>
        (new(0, op, OperationKind.CreatePost, learner, "", isForFriends), HttpMethod.Post, "posts", new { text = op, audience = isForFriends ? "friends" : "everyone" });

    private (Invoked, HttpMethod, string, object?) Delete(string op)
    {
        var (target, id) = _posts[_random.Next(_posts.Count)];
        _posts.RemoveAll(post => post.Op == target);
        return (new(0, op, OperationKind.DeletePost, learner, target), HttpMethod.Delete, $"posts/{id}", null);
    }

    private (Invoked, HttpMethod, string, object?) Follow(string op)
    {
        var others = world.Learners.Where(other => other != learner).ToList();
        var target = others[_random.Next(others.Count)];
        return _random.Next(3) == 0
            ? (new(0, op, OperationKind.Unfollow, learner, target), HttpMethod.Delete, $"me/following/{target}", null)
            : (new(0, op, OperationKind.Follow, learner, target), HttpMethod.Put, $"me/following/{target}", null);
    }

    private (Invoked, HttpMethod, string, object?) Join(string op)
    {
        var target = world.Groups.First(group => !_joined.Contains(group));
        _joined.Add(target);
        return (new(0, op, OperationKind.JoinGroup, learner, target), HttpMethod.Put, $"groups/{target}/members/me", null);
    }
}
