namespace LmsActors.Bench;

/// <summary>
/// Durable posts into a thousand rooms over PostgreSQL: in one process, in one that is part of a cluster and has the rooms itself, and on
/// one, two and three silos that another process drives. All of them share the processors of this machine.
/// </summary>
internal static class SilosBench
{
    private const int Callers = 256;
    private const int Rooms = 1000;
    private const int Runs = 3;
    private const string Commits = "lmsactors_storage_commits_total";

    public static async Task RunAsync(BenchOptions options, Report report)
    {
        if (!BenchPostgres.IsInstalled)
        {
            Console.WriteLine("skipped: PostgreSQL is not installed (apt-get install postgresql)");
            return;
        }

        await using var postgres = await BenchPostgres.StartAsync();
        await LocalAsync(postgres, options, report);
        for (var silos = 1; silos <= 3; silos++)
        {
            await RemoteAsync(postgres, options, report, silos);
        }
    }

    /// <summary>The same work in one process: alone, and as a member of a cluster. They take turns, so that both meet the same machine.</summary>
    private static async Task LocalAsync(BenchPostgres postgres, BenchOptions options, Report report)
    {
        var count = Count(options);
        await using var alone = await BenchSilo.StartAsync(await postgres.NewStorageAsync());
        await using var cluster = await BenchCluster.StartAsync(await postgres.NewClusterAsync(), silos: 2, driverHoldsActors: true);
        var (ofOne, ofMany) = (await CreateAsync(alone, Rooms), await LocalRoomsAsync(cluster.Driver));
        await Machine.WarmAsync(options, Machine.CpuSeconds, async _ =>
        {
            await PostAsync(alone, ofOne, count);
            await PostAsync(cluster.Driver, ofMany, count);
        });
        var (ones, many) = (new List<Cost>(), new List<Cost>());
        for (var run = 0; run < Runs; run++)
        {
            ones.Add(await CostAsync(alone, ofOne, count, postgres, cluster));
            many.Add(await CostAsync(cluster.Driver, ofMany, count, postgres, cluster));
        }

        const string Local = "one silo of three, the rooms its own";
        report.Add(
            $"durable posts into {Rooms:N0} rooms over PostgreSQL, {Local}", Median(many, cost => cost.Rate), "/s",
            "one process without a cluster", Median(ones, cost => cost.Rate), "≥ 0.9 ×", ratio => ratio >= 0.9);
        Compare("CPU time of such a post in that silo", cost => cost.Silo);
        Compare("… in PostgreSQL", cost => cost.Server);
        Compare("… in the other two silos", cost => cost.Others);

        void Compare(string figure, Func<Cost, double> part) =>
            report.Add($"{figure}, {Local}", Median(many, part), "µs", "one process without a cluster", Median(ones, part));
    }

    private static async Task<Cost> CostAsync(BenchSilo silo, string[] rooms, int count, BenchPostgres postgres, BenchCluster cluster)
    {
        var (own, server, others) = (Machine.CpuSeconds(), postgres.CpuSeconds(), cluster.CpuSeconds);
        var rate = await PostAsync(silo, rooms, count);
        return new(
            rate, Each(Machine.CpuSeconds() - own), Each(postgres.CpuSeconds() - server), Each(cluster.CpuSeconds - others));

        double Each(double seconds) => seconds / count * 1e6;
    }

    private static double Median(List<Cost> costs, Func<Cost, double> part) => Timing.Median([.. costs.Select(part)]);

    private static async Task RemoteAsync(BenchPostgres postgres, BenchOptions options, Report report, int silos)
    {
        var count = Count(options);
        await using var cluster = await BenchCluster.StartAsync(await postgres.NewClusterAsync(), silos, driverHoldsActors: false);
        var rooms = await CreateAsync(cluster.Driver, Rooms);
        await Machine.WarmAsync(options, () => cluster.CpuSeconds / silos, _ => PostAsync(cluster.Driver, rooms, count));
        var rates = new List<double>();
        var (silo, server, driver) = (cluster.CpuSeconds, postgres.CpuSeconds(), Machine.CpuSeconds());
        var commits = await cluster.CountAsync(Commits);
        for (var run = 0; run < Runs; run++)
        {
            rates.Add(await PostAsync(cluster.Driver, rooms, count));
        }

        var posts = (double)Runs * count;
        var name = $"{silos} silo{(silos > 1 ? "s" : "")}, another process drives";
        report.Add($"durable posts into {Rooms:N0} rooms over PostgreSQL, {name}", Timing.Median(rates), "/s");
        report.Add($"CPU time of such a post on the silos, {name}", (cluster.CpuSeconds - silo) / posts * 1e6, "µs");
        report.Add($"… in PostgreSQL, {name}", (postgres.CpuSeconds() - server) / posts * 1e6, "µs");
        report.Add($"… in the process that drives, {name}", (Machine.CpuSeconds() - driver) / posts * 1e6, "µs");
        report.Add($"commits in PostgreSQL per post, {name}", (await cluster.CountAsync(Commits) - commits) / posts, "");
        if (silos == 3)
        {
            await PostAsync(cluster.Driver, [rooms[0]], count);
            report.Add($"durable posts into one room over PostgreSQL, {name}", await PostAsync(cluster.Driver, [rooms[0]], count), "/s");
            await ActsBench.RunAsync(cluster, report, count / 10);
        }
    }

    private static int Count(BenchOptions options) => options.Scale(50_000);

    private static async Task<double> PostAsync(BenchSilo silo, string[] rooms, int count) =>
        (await Timing.CallAsync(Callers, count, i => BenchRooms.PostAsync(silo, rooms[i * 7919L % rooms.Length]))).Rate;

    private static Task<string[]> CreateAsync(BenchSilo silo, int rooms) =>
        Task.WhenAll(Enumerable.Range(0, rooms).Select(i => BenchRooms.CreateAsync(silo, $"many{i}")));

    /// <summary>As many rooms as the others use, that live on this silo: rooms are made until so many are here.</summary>
    private static async Task<string[]> LocalRoomsAsync(BenchSilo silo)
    {
        var management = silo.Grains.GetGrain<IManagementGrain>(0);
        var here = new List<string>();
        for (var made = 0; here.Count < Rooms; made++)
        {
            var room = await BenchRooms.CreateAsync(silo, $"local{made}");
            if (await management.GetActivationAddress(silo.Grains.GetGrain<Chat.IRoomGrain>(room)) is { } address && address.Equals(silo.Address))
            {
                here.Add(room);
            }
        }

        return [.. here];
    }

    /// <summary>Posts a second, and the CPU time of each in microseconds: of this process, the database, the silos of the cluster.</summary>
    private readonly record struct Cost(double Rate, double Silo, double Server, double Others);
}
