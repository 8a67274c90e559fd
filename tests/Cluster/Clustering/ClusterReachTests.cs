using LmsActors.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LmsActors.Hosting;

/// <summary>Where the list of silos and the reminders cannot be had, a silo does not start, and a sentence says why.</summary>
public sealed class ClusterReachTests : IAsyncLifetime
{
    private readonly PostgresServer _postgres = new();

    public async ValueTask InitializeAsync() => await _postgres.InitializeAsync();

    public ValueTask DisposeAsync()
    {
        _postgres.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Start_RedisAway_SaysSo()
    {
        var port = RedisServer.FreePort();

        var refused = await Assert.ThrowsAsync<StorageUnavailableException>(() => StartAsync(("Clustering:Provider", "Redis"), ("Clustering:ConnectionString", $"127.0.0.1:{port},password=geheim")));

        Assert.StartsWith($"The list of silos in Redis at 127.0.0.1:{port} cannot be reached", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("geheim", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_PostgresWithoutTables_SaysWhatToDo()
    {
        var empty = await _postgres.NewDatabaseAsync(isEmpty: true);

        var refused = await Assert.ThrowsAsync<ConfigurationException>(() => StartAsync(("Clustering:Provider", "Postgres"), ("Clustering:ConnectionString", empty)));

        Assert.EndsWith("has no tables for the list of silos yet: run the command 'migrate' first.", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_PostgresAway_SaysSo()
    {
        var refused = await Assert.ThrowsAsync<StorageUnavailableException>(() => StartAsync(
            ("Clustering:Provider", "Postgres"), ("Clustering:ConnectionString", "Host=/nowhere;Username=lms;Password=geheim;Database=lms")));

        Assert.StartsWith("The list of silos in ", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("geheim", refused.Message, StringComparison.Ordinal);
    }

    private async Task StartAsync(params (string Key, string Value)[] clustering)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(clustering.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)))
            .AddInMemoryCollection([new("Storage:Provider", "Postgres"), new("Storage:ConnectionString", await _postgres.NewDatabaseAsync()), new("Silo:Address", "127.0.0.1")])
            .Build();
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.None);
        builder.UseOrleans(silo => silo.UseLmsActors(configuration));
        using var host = builder.Build();
        await host.StartAsync();
    }
}
