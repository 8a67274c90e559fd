using System.Globalization;
using LmsActors.Hosting;
using LmsActors.Storage;
using Microsoft.Extensions.Configuration;

namespace LmsActors.Bench;

/// <summary>A PostgreSQL of its own for a benchmark, with databases that have the product's tables.</summary>
internal sealed class BenchPostgres : IAsyncDisposable
{
    private readonly PostgresServer _server = new();

    private BenchPostgres()
    {
    }

    public static bool IsInstalled => PostgresServer.IsInstalled;

    public static async Task<BenchPostgres> StartAsync()
    {
        var postgres = new BenchPostgres();
        await postgres._server.InitializeAsync();
        return postgres;
    }

    /// <summary>A new database as storage for one process.</summary>
    public async Task<KeyValuePair<string, string?>[]> NewStorageAsync() =>
        [new("Storage:Provider", "Postgres"), new("Storage:ConnectionString", await _server.NewDatabaseAsync())];

    /// <summary>A new database as storage and list of silos for a cluster.</summary>
    public async Task<KeyValuePair<string, string?>[]> NewClusterAsync()
    {
        KeyValuePair<string, string?>[] settings = [.. await NewStorageAsync(), new("Clustering:Provider", "Postgres")];
        await Migrations.RunAsync(new ConfigurationBuilder().AddInMemoryCollection(settings).Build(), CancellationToken.None);
        return settings;
    }

    /// <summary>CPU seconds of the server's processes; those that have ended do not count.</summary>
    public double CpuSeconds() => File.ReadAllText($"/proc/{_server.ProcessId}/task/{_server.ProcessId}/children")
        .Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Sum(id => Machine.CpuSeconds(int.Parse(id, CultureInfo.InvariantCulture)));

    public ValueTask DisposeAsync()
    {
        _server.Dispose();
        return ValueTask.CompletedTask;
    }
}
