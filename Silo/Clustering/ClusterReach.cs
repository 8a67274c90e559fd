using LmsActors.Storage;
using LmsActors.Storage.Postgres;
using Microsoft.Extensions.Hosting;
using Npgsql;
using StackExchange.Redis;

namespace LmsActors.Hosting;

/// <summary>
/// Before a silo starts: whether it reaches the place where the list of silos and the reminders are. If not, a sentence says so, instead
/// of the traces of all that would have needed it.
/// </summary>
internal sealed class ClusterReach(ClusterSettings settings) : IHostedLifecycleService
{
    /// <exception cref="StorageUnavailableException">The server does not answer, or refuses.</exception>
    /// <exception cref="ConfigurationException">It has no tables, or is none.</exception>
    public Task StartingAsync(CancellationToken cancellationToken) => settings.Provider switch
    {
        ClusteringProvider.Postgres => ReachPostgresAsync(cancellationToken),
        ClusteringProvider.Redis => ReachRedisAsync(),
        _ => Task.CompletedTask,
    };

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task ReachPostgresAsync(CancellationToken cancellation)
    {
        var builder = new NpgsqlConnectionStringBuilder(settings.ConnectionString);
        try
        {
            if (!await PostgresMembership.HasTablesAsync(settings.ConnectionString, cancellation))
            {
                throw new ConfigurationException($"The database {PostgresFailure.Describe(builder)} has no tables for the list of silos yet: run the command 'migrate' first.");
            }
        }
        catch (NpgsqlException e)
        {
            throw new StorageUnavailableException($"The list of silos in {PostgresFailure.Describe(builder)} cannot be reached: {PostgresFailure.Reason(e)}.");
        }
    }

    private async Task ReachRedisAsync()
    {
        var options = ConfigurationOptions.Parse(settings.ConnectionString);
        try
        {
            await using var redis = await ConnectionMultiplexer.ConnectAsync(options);
            await redis.GetDatabase().PingAsync();
        }
        catch (RedisException e)
        {
            var where = string.Join(", ", options.EndPoints);
            throw new StorageUnavailableException($"The list of silos in Redis at {where} cannot be reached ({(e as RedisConnectionException)?.FailureType.ToString() ?? "refused"}).");
        }
    }
}
