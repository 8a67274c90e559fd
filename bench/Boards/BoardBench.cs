using System.Globalization;
using LmsActors.Boards;
using StackExchange.Redis;

namespace LmsActors.Bench;

/// <summary>A leaderboard of a million learners beside a sorted set of Redis; and beside one of a thousand.</summary>
internal static class BoardBench
{
    private const int Callers = 64;
    private const int Top = 100;
    private static readonly TimeSpan PoolsTrim = TimeSpan.FromSeconds(75);
    private const string Peer = "Redis sorted set, appendfsync always";

    public static async Task RunAsync(BenchOptions options, Report report)
    {
        var (large, small, calls) = (options.Scale(1_000_000), 1_000, options.Scale(600_000));
        await using var silo = await BenchSilo.StartAsync();
        var before = Managed();
        var board = await OurBoard.FillAsync(silo, "kudos-received.all.tenant", large);

        // Buffers that filling it took are given back by .NET's pools after a minute without use.
        await Task.Delay(options.IsQuick ? TimeSpan.Zero : PoolsTrim);
        var ourBytes = (Managed() - before) / (double)large;
        var few = await OurBoard.FillAsync(silo, "kudos-given.all.tenant", small);
        await using var redis = await RedisBoard.StartAsync();
        await redis.FillAsync(large);

        await Machine.WarmAsync(options, Machine.CpuSeconds, async _ =>
        {
            await MixAsync(board, large, calls / 4);
            await MixAsync(few, small, calls / 4);
            await MixAsync(redis, large, calls / 4);
        });
        var (ours, fews, peers) = (new List<double>(), new List<double>(), new List<double>());
        for (var run = 0; run < 3; run++)
        {
            ours.Add(await MixAsync(board, large, calls));
            peers.Add(await MixAsync(redis, large, calls));
            fews.Add(await MixAsync(few, small, calls));
        }

        var what = $"a leaderboard of {large:N0}";
        report.Add($"{what}: updates, ranks and tops of {Top}, 8:1:1, {Callers} callers, durable", Timing.Median(ours), "/s", Peer, Timing.Median(peers), "≥ 2 ×", ratio => ratio >= 2);
        report.Add($"{what}: time of such a call beside one of {small:N0}", Timing.Median(fews) / Timing.Median(ours), "×", "≤ 2.2 ×", Timing.Median(fews) / Timing.Median(ours) <= 2.2);
        report.Add($"{what}: memory of a learner", ourBytes, "bytes", Peer, redis.BytesOf(large), "≤ 0.5 ×", ratio => ratio <= 0.5);
        report.Add($"{what}: updates alone", (await Timing.CallAsync(Callers, calls, i => board.UpdateAsync(Pick(i, large), i))).Rate, "/s", Peer, (await Timing.CallAsync(Callers, calls, i => redis.UpdateAsync(Pick(i, large), i))).Rate);
        report.Add($"{what}: ranks alone", (await Timing.CallAsync(Callers, calls, i => board.RankAsync(Pick(i, large)))).Rate, "/s", Peer, (await Timing.CallAsync(Callers, calls, i => redis.RankAsync(Pick(i, large)))).Rate);
    }

    private static async Task<double> MixAsync(IBenchBoard board, int members, int calls) => (await Timing.CallAsync(Callers, calls, i => (i % 10) switch
    {
        8 => board.RankAsync(Pick(i, members)),
        9 => board.TopAsync(),
        _ => board.UpdateAsync(Pick(i, members), i),
    })).Rate;

    /// <summary>A learner as if drawn by lot, the same for us and the peer.</summary>
    private static int Pick(int call, int members) => (int)(Spread(call) % (uint)members);

    private static uint Spread(int number)
    {
        var mixed = unchecked((uint)number * 2654435769u);
        mixed ^= mixed >> 15;
        return unchecked(mixed * 2246822519u);
    }

    private static long Managed()
    {
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return GC.GetTotalMemory(forceFullCollection: true);
    }

    /// <summary>What is called.</summary>
    private interface IBenchBoard
    {
        Task UpdateAsync(int member, int call);

        Task RankAsync(int member);

        Task TopAsync();
    }

    private sealed class OurBoard(BenchSilo silo, string id) : IBenchBoard
    {
        private static readonly Viewer Viewer = BenchSilo.Viewer("reader");
        private readonly ActorKey _key = new(BenchSilo.Tenant, id);
        private readonly BoardWriter _writer = new(silo.Grains);
        private readonly IBoardGrain _board = silo.Grain<IBoardGrain>(id);
        private int _asOf = 1;

        public static async Task<OurBoard> FillAsync(BenchSilo silo, string id, int members)
        {
            var board = new OurBoard(silo, id);
            foreach (var some in Enumerable.Range(0, members).Chunk(1_000))
            {
                await Task.WhenAll(some.Select(member => board._writer.PutAsync(board._key, new(Member(member), Spread(member) % 100_000, 1, Shown.ByName))));
            }

            return board;
        }

        public Task UpdateAsync(int member, int call) =>
            _writer.PutAsync(_key, new(Member(member), Spread(call) % 100_000, (uint)Interlocked.Increment(ref _asOf), Shown.ByName));

        public Task RankAsync(int member) => _board.PlaceAsync(Viewer, Member(member).ToString());

        public Task TopAsync() => _board.TopAsync(Viewer, 0, Top);

        private static MemberId Member(int number) => new(((ulong)Spread(number) << 32) | 0x7000, (ulong)number);
    }

    private sealed class RedisBoard : IBenchBoard, IAsyncDisposable
    {
        private static readonly RedisKey Key = "board";
        private readonly Child _server;
        private readonly TemporaryFolder _folder;
        private readonly ConnectionMultiplexer _connection;
        private readonly IDatabase _database;
        private long _before;

        private RedisBoard(Child server, TemporaryFolder folder, ConnectionMultiplexer connection) =>
            (_server, _folder, _connection, _database) = (server, folder, connection, connection.GetDatabase());

        public static async Task<RedisBoard> StartAsync()
        {
            var (port, folder) = (RedisPeer.FreePort().ToString(CultureInfo.InvariantCulture), Repository.NewFolder());
            var server = Child.Of("redis-server", "--port", port, "--bind", "127.0.0.1", "--save", "", "--appendonly", "yes", "--appendfsync", "always", "--dir", folder.Path);
            await server.ExpectAsync("");
            var options = ConfigurationOptions.Parse($"127.0.0.1:{port}");
            (options.AbortOnConnectFail, options.AllowAdmin) = (false, true);
            return new(server, folder, await ConnectionMultiplexer.ConnectAsync(options));
        }

        public async Task FillAsync(int members)
        {
            _before = Used();
            foreach (var some in Enumerable.Range(0, members).Chunk(1_000))
            {
                await _database.SortedSetAddAsync(Key, [.. some.Select(member => new SortedSetEntry(Member(member), Spread(member) % 100_000))]);
            }
        }

        public double BytesOf(int members) => (Used() - _before) / (double)members;

        public Task UpdateAsync(int member, int call) => _database.SortedSetAddAsync(Key, Member(member), Spread(call) % 100_000);

        public Task RankAsync(int member) => _database.SortedSetRankAsync(Key, Member(member), Order.Descending);

        public Task TopAsync() => _database.SortedSetRangeByRankWithScoresAsync(Key, 0, Top - 1, Order.Descending);

        public async ValueTask DisposeAsync()
        {
            await _connection.DisposeAsync();
            _server.Dispose();
            _folder.Dispose();
        }

        private long Used() => long.Parse(
            _connection.GetServers()[0].Info("memory").SelectMany(group => group).First(field => field.Key == "used_memory").Value, CultureInfo.InvariantCulture);

        /// <summary>The same ids as ours, as Redis keeps them: in digits.</summary>
        private static RedisValue Member(int number) => string.Create(CultureInfo.InvariantCulture, $"{((ulong)Spread(number) << 32) | 0x7000:x16}{number:x16}");
    }
}
