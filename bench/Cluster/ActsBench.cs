using LmsActors.Chat;
using LmsActors.Connections;
using LmsActors.Posts;
using LmsActors.Profiles;

namespace LmsActors.Bench;

/// <summary>
/// What one act of a learner costs a cluster in the end, with all that follows from it: messages between processes, writes to logs, CPU
/// time. Each is done by many at once, by learners who are spread over the silos.
/// </summary>
internal static class ActsBench
{
    private const int Callers = 64;
    private const int Learners = 500;

    /// <summary>How many times as many go before those that are measured: the code of each act must be compiled for good.</summary>
    private const int Warm = 8;

    private const string Writes = "lmsactors_storage_batch_size_sum";
    private const string Sent = "orleans_messaging_sent_messages_size_bytes_count";
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(3);

    public static async Task RunAsync(BenchCluster cluster, Report report, int count)
    {
        var silo = cluster.Driver;
        using var driver = new MessageMeter();
        await Task.WhenAll(Enumerable.Range(0, Learners).Select(i => silo.Grain<IProfileGrain>(FeedStage.Id(i)).CreateAsync(new($"Learner {i}", "employees"))));
        var rooms = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => BenchRooms.CreateAsync(silo, $"acts{i}")));
        foreach (var (act, run) in Acts(silo, rooms))
        {
            await Timing.CallAsync(Callers, Warm * count, i => run(-i - 1));
            await SettleAsync(cluster);
            var (messages, writes, cpu) = (await MessagesAsync(cluster, driver), await cluster.CountAsync(Writes), cluster.CpuSeconds);
            await Timing.CallAsync(Callers, count, run);
            await SettleAsync(cluster);
            var all = (double)count;
            report.Add($"messages between processes per {act}", (await MessagesAsync(cluster, driver) - messages) / all, "");
            report.Add($"writes to logs per {act}", (await cluster.CountAsync(Writes) - writes) / all, "");
            report.Add($"CPU time on the silos per {act}", (cluster.CpuSeconds - cpu) / all * 1e6, "µs");
        }
    }

    private static (string, Func<int, Task>)[] Acts(BenchSilo silo, string[] rooms) =>
    [
        ("message in a room", i => BenchRooms.PostAsync(silo, rooms[Math.Abs(i) % rooms.Length])),
        ("reaction to a message", i => ReactAsync(silo, rooms, i)),
        ("follow of a learner", i => CheckAsync(silo.Grain<IConnectionsGrain>(Name(i)).FollowAsync(Name(i + 1 + (Math.Abs(i) / Learners))))),
        ("post without followers here", i => FeedStage.PublishAsync(silo, Math.Abs(i) % Learners, $"post{i}")),
        ("comment on a post", i => CommentAsync(silo, i)),
    ];

    private static string Name(int i) => FeedStage.Id(Math.Abs(i) % Learners);

    private static async Task ReactAsync(BenchSilo silo, string[] rooms, int i)
    {
        var number = Math.Abs(i);
        var (room, person, message) = (rooms[number % rooms.Length], number / rooms.Length % 2 == 0 ? "ann" : "ben", 1 + (number / rooms.Length / 2));
        await CheckAsync(silo.Grains.GetGrain<IRoomGrain>(room).ReactAsync(
            new(BenchSilo.Viewer(person), Fresh.Operation(), message, i < 0 ? "👍" : "🎉", IsOn: true)));
    }

    private static Task CommentAsync(BenchSilo silo, int i) => CheckAsync(silo.Grain<IPostGrain>($"post{i % 200}").CommentAsync(
        new(BenchSilo.Viewer(Name(i)), Fresh.Operation(), "Thank you, that helped.", "<p>Thank you, that helped.</p>", [])));

    private static async Task CheckAsync<T>(Task<Result<T>> call)
    {
        if ((await call).Refusal is { } refusal)
        {
            throw new InvalidOperationException(refusal.Code);
        }
    }

    private static async Task<double> MessagesAsync(BenchCluster cluster, MessageMeter driver) => await cluster.CountAsync(Sent) + driver.Sent;

    /// <summary>What an act sets going goes on after its answer: waits until nothing is written any more.</summary>
    private static async Task SettleAsync(BenchCluster cluster)
    {
        for (var before = -1.0; ;)
        {
            var now = await cluster.CountAsync(Writes);
            if (now == before)
            {
                return;
            }

            before = now;
            await Task.Delay(Quiet);
        }
    }
}
