namespace LmsActors.Faults;

/// <summary>Reads now this and now that, a few times a second, to see whether reading goes on.</summary>
internal sealed class LoadReader(LoadApi api, World world, LoadStatistics statistics, int seed)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);
    private readonly Random _random = new(seed);

    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var learner = world.Learners[_random.Next(world.Learners.Count)];
            var path = Next();
            var reply = await api.SendAsync(HttpMethod.Get, path, learner);
            statistics.Read(reply.IsOk, $"GET {path}: {reply.Status} {reply.Trouble}");
            await Task.Delay(Pause, CancellationToken.None);
        }
    }

    private string Next()
    {
        var open = world.Rooms.Where(room => room.Value is null).Select(room => room.Key).ToList();
        return _random.Next(4) switch
        {
            0 => $"rooms/{open[_random.Next(open.Count)]}/messages?limit=20",
            1 => "me/feed?limit=20",
            2 => $"learners/{world.Learners[_random.Next(world.Learners.Count)]}",
            _ => $"groups/{world.Groups[_random.Next(world.Groups.Count)]}",
        };
    }
}
