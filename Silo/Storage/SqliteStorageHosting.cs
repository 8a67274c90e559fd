using LmsActors.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Journaling;
using Orleans.Providers;

namespace LmsActors.Storage;

/// <summary>Registers the embedded storage with a silo.</summary>
public static class SqliteStorageHosting
{
    /// <summary>
    /// Grains keep their journals in <c>lmsactors.db</c>. It is opened when the silo is built: a start on a folder that another
    /// process uses ends with <see cref="StorageInUseException"/>.
    /// </summary>
    public static ISiloBuilder AddSqliteStorage(this ISiloBuilder builder, Action<SqliteStorageOptions> configure)
    {
        builder.Services.Configure(configure);
        builder.Services.AddSingleton(services => SqliteJournalStore.Open(
            services.GetRequiredService<IOptions<SqliteStorageOptions>>().Value,
            services.GetRequiredService<ILogger<SqliteJournalStore>>()));
        return builder.AddJournalStorage(
            ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME,
            services => ActivatorUtilities.CreateInstance<SqliteJournalStorageProvider>(services));
    }
}
