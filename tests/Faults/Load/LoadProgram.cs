using System.Text.Json;

namespace LmsActors.Faults;

/// <summary>
/// The load process: <c>load URL KEY SEED FILE balanced|in-turn</c>. It works until a line comes on its standard input (or that ends), waits until its
/// subscribers have caught up, writes its history to the file and prints one line of statistics. The line <c>mark</c> has it print those since the
/// last mark, and go on.
/// </summary>
internal static class LoadProgram
{
    public const string Balanced = "balanced";
    public const string InTurn = "in-turn";

    private const int Readers = 4;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static async Task<int> RunAsync(string[] args)
    {
        var seed = int.Parse(args[2]);
        using var api = new LoadApi(args[0], args[1], isBalanced: args[4] == Balanced);
        using var history = new HistoryWriter(args[3]);
        var statistics = new LoadStatistics();
        var world = await LoadWorld.CreateAsync(api);
        history.Add(at => world with { At = at });
        var subscribers = Subscribers(api, history, statistics, world);
        using var end = new CancellationTokenSource();
        var following = subscribers.Select(subscriber => subscriber.RunAsync(end.Token)).ToList();
        await CatchUpAsync(subscribers);
        statistics.Begin();
        await Console.Out.WriteLineAsync("ready");
        await WorkAsync(api, history, statistics, world, seed);
        var hasCaughtUp = await CatchUpAsync(subscribers);
        await end.CancelAsync();
        await Task.WhenAll(following);
        await Console.Out.WriteLineAsync(JsonSerializer.Serialize(statistics.Cut(), JsonSerializerOptions.Web));
        return hasCaughtUp ? 0 : 2;
    }

    private static async Task WorkAsync(LoadApi api, HistoryWriter history, LoadStatistics statistics, World world, int seed)
    {
        using var stop = new CancellationTokenSource();
        using var giveUp = new CancellationTokenSource();
        var workers = world.Learners
            .Select((learner, i) => new LoadWorker(api, history, world, statistics, learner, seed + i).RunAsync(stop.Token, giveUp.Token))
            .ToList();
        workers.AddRange(Enumerable.Range(0, Readers).Select(i => new LoadReader(api, world, statistics, seed + i).RunAsync(stop.Token)));
        while (await Console.In.ReadLineAsync(CancellationToken.None) == "mark")
        {
            await Console.Out.WriteLineAsync(JsonSerializer.Serialize(statistics.Cut(), JsonSerializerOptions.Web));
        }

        await stop.CancelAsync();
        giveUp.CancelAfter(Patience);
        await Task.WhenAll(workers);
    }

    /// <summary>Three in each open room, all in the closed one and a spy, and the home feed of half of the learners.</summary>
    private static List<LoadSubscriber> Subscribers(LoadApi api, HistoryWriter history, LoadStatistics statistics, World world)
    {
        var rooms = world.Rooms.SelectMany((room, i) => (room.Value ?? [.. world.Learners.Skip(i).Take(3)])
            .Append(world.Learners[^1])
            .Select(learner => (learner, Stream: "room/" + room.Key)));
        var feeds = world.Learners.Where((_, i) => i % 2 == 0).Select(learner => (learner, Stream: "feed/" + learner));
        return [.. rooms.Concat(feeds).Select(one => new LoadSubscriber(api, history, statistics, one.learner, one.Stream))];
    }

    private static async Task<bool> CatchUpAsync(List<LoadSubscriber> subscribers)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!patience.IsCancellationRequested)
        {
            if ((await Task.WhenAll(subscribers.Select(subscriber => subscriber.IsCaughtUpAsync()))).All(isCaughtUp => isCaughtUp))
            {
                return true;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), CancellationToken.None);
        }

        return false;
    }
}
