using LmsActors.Storage.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Journaling;
using Orleans.Providers;

namespace LmsActors.Storage;

/// <summary>Registers the storage in PostgreSQL with a silo.</summary>
public static class PostgresStorageHosting
{
    /// <summary>
    /// Grains keep their journals in the schema <c>lmsactors</c> of a database. Its tables are looked at when the silo is built
    /// and never made here (<see cref="PostgresSchema.MigrateAsync"/> does that): a start without them ends with
    /// <see cref="Hosting.ConfigurationException"/>, one without the server with <see cref="StorageUnavailableException"/>.
    /// </summary>
    public static ISiloBuilder AddPostgresStorage(this ISiloBuilder builder, Action<PostgresStorageOptions> configure)
    {
        builder.Services.Configure(configure);
        builder.Services.AddSingleton(services => PostgresJournalStore.Open(
            services.GetRequiredService<IOptions<PostgresStorageOptions>>().Value,
            services.GetRequiredService<ILogger<PostgresJournalStore>>()));
        return builder.AddJournalStorage(
            ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME,
            services => ActivatorUtilities.CreateInstance<PostgresJournalStorageProvider>(services));
    }
}
