using LmsActors.Storage.AzureBlob;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Journaling;
using Orleans.Providers;

namespace LmsActors.Storage;

/// <summary>Registers Azure Storage with a silo.</summary>
public static class AzureBlobStorageHosting
{
    /// <summary>
    /// Grains keep their journals in a container of Azure Storage, which any number of silos share. The container is looked for
    /// when the silo starts: where there is none, the start ends with <see cref="Hosting.ConfigurationException"/>.
    /// </summary>
    public static ISiloBuilder AddAzureBlobStorage(this ISiloBuilder builder, Action<AzureBlobStorageOptions> configure)
    {
        builder.Services.Configure(configure);
        builder.Services.AddSingleton(services => new AzureBlobStore(
            services.GetRequiredService<IOptions<AzureBlobStorageOptions>>().Value,
            services.GetRequiredService<ILogger<AzureBlobStore>>(),
            services.GetService<TimeProvider>()));
        builder.Services.AddSingleton<OrphanSweeper>();
        return builder.AddJournalStorage(
            ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME,
            services => ActivatorUtilities.CreateInstance<AzureBlobJournalStorageProvider>(services));
    }
}
