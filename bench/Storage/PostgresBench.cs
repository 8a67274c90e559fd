using System.Buffers;
using LmsActors.Storage;
using LmsActors.Storage.Postgres;
using Microsoft.Extensions.Options;
using Npgsql;
using Orleans.Journaling;

namespace LmsActors.Bench;

/// <summary>Durable appends to journals in PostgreSQL, beside the same bytes inserted one transaction each.</summary>
internal static class PostgresBench
{
    private const int Journals = 1000;
    private const int Bytes = 200;
    private const int PeerConnections = 64;
    private const int Runs = 3;

    /// <summary>As many as a busy cluster has actors that write at once, and fewer: the more wait, the more share a commit.</summary>
    private static readonly int[] Callers = [1024, 256, 64];

    private static long _position;

    public static async Task RunAsync(BenchOptions options, Report report)
    {
        if (!PostgresServer.IsInstalled)
        {
            Console.WriteLine("skipped: PostgreSQL is not installed (apt-get install postgresql)");
            return;
        }

        using var server = new PostgresServer();
        await server.InitializeAsync();
        var connectionString = await server.NewDatabaseAsync();
        await using var store = PostgresJournalStore.Open(new PostgresStorageOptions { ConnectionString = connectionString });
        var journals = await OpenAsync(store);
        await using var peer = await PeerAsync(connectionString);
        foreach (var callers in Callers)
        {
            await CompareAsync(journals, peer, callers, options, report);
        }
    }

    private static async Task CompareAsync(Owners journals, NpgsqlDataSource peer, int callers, BenchOptions options, Report report)
    {
        var (ours, peers) = (new List<double>(), new List<double>());
        var milliseconds = Array.Empty<double>();
        for (var run = 0; run <= Runs; run++)
        {
            var (rate, waits) = await Timing.CallAsync(callers, options.Scale(200_000), journals.AppendAsync);
            var inserts = (await Timing.CallAsync(PeerConnections, options.Scale(20_000), i => InsertAsync(peer, i))).Rate;
            if (run == 0)
            {
                continue; // to warm up
            }

            ours.Add(rate);
            peers.Add(inserts);
            milliseconds = waits;
        }

        var figure = $"durable appends of {Bytes} bytes to {Journals:N0} journals in PostgreSQL, {callers:N0} callers";
        var isHeld = callers == Callers[0];
        report.Add(
            figure, Timing.Median(ours), "/s", $"INSERTs, one commit each, {PeerConnections} connections", Timing.Median(peers),
            isHeld ? "≥ 5 ×" : "", isHeld ? ratio => ratio >= 5 : null);
        report.Add($"such an append, {callers:N0} callers, p50", Timing.Percentile(milliseconds, 0.5), "ms");
        report.Add($"such an append, {callers:N0} callers, p99", Timing.Percentile(milliseconds, 0.99), "ms");
    }

    private static async Task<Owners> OpenAsync(PostgresJournalStore store)
    {
        var provider = new PostgresJournalStorageProvider(store, Options.Create(new JournaledStateManagerOptions()));
        var all = Enumerable.Range(0, Journals).Select(i => provider.CreateStorage(new JournalId($"bench/{i}"))).ToArray();
        foreach (var journal in all)
        {
            await journal.CreateIfNotExistsAsync();
        }

        return new Owners(all);
    }

    private static async Task<NpgsqlDataSource> PeerAsync(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            MaxPoolSize = PeerConnections,
            MaxAutoPrepare = 10,
            AutoPrepareMinUsages = 1,
            NoResetOnClose = true,
        };
        var source = NpgsqlDataSource.Create(settings.ConnectionString);
        await using var table = source.CreateCommand(
            "CREATE TABLE entry (journal bigint NOT NULL, position bigint NOT NULL, data bytea NOT NULL, PRIMARY KEY (journal, position))");
        await table.ExecuteNonQueryAsync();
        return source;
    }

    private static async Task InsertAsync(NpgsqlDataSource peer, int i)
    {
        await using var insert = peer.CreateCommand("INSERT INTO entry (journal, position, data) VALUES ($1, $2, $3)");
        insert.Parameters.Add(new NpgsqlParameter<long> { TypedValue = i * 7919L % Journals });
        insert.Parameters.Add(new NpgsqlParameter<long> { TypedValue = Interlocked.Increment(ref _position) });
        insert.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = Owners.Payload });
        await insert.ExecuteNonQueryAsync();
    }

    /// <summary>The journals, with an owner each.</summary>
    private sealed class Owners(IJournalStorage[] journals)
    {
        public static readonly byte[] Payload = MakePayload();

        public Task AppendAsync(int i) =>
            journals[i * 7919L % Journals].AppendAsync(new ReadOnlySequence<byte>(Payload), CancellationToken.None).AsTask();

        private static byte[] MakePayload()
        {
            var payload = new byte[Bytes];
            new Random(1).NextBytes(payload);
            return payload;
        }
    }
}
