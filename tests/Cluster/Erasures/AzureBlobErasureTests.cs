using System.Text;
using LmsActors.Storage;
using LmsActors.Storage.AzureBlob;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Journaling;

namespace LmsActors.Erasures;

[Collection(nameof(AzuriteServer))]
public sealed class AzureBlobErasureTests(AzuriteServer server) : ErasureConformance
{
    private readonly AzureBlobFixture _fixture = new(server);

    private protected override async Task<Func<IServiceProvider, IJournalStorageProvider>> OpenAsync()
    {
        await _fixture.OpenAsync();
        return services => ActivatorUtilities.CreateInstance<AzureBlobJournalStorageProvider>(services, _fixture.Store, _fixture.Sweeper());
    }

    /// <summary>In the names and bytes of all blobs.</summary>
    private protected override async Task<IReadOnlyList<string>> FindAsync(string word)
    {
        var (found, container) = (new List<string>(), _fixture.Container());
        foreach (var name in await _fixture.BlobsAsync())
        {
            var content = (await container.GetBlobClient(name).DownloadContentAsync()).Value.Content;
            if (name.Contains(word, StringComparison.Ordinal) || content.ToMemory().Span.IndexOf(Encoding.UTF8.GetBytes(word)) >= 0)
            {
                found.Add(name);
            }
        }

        return found;
    }

    private protected override Task CloseAsync()
    {
        _fixture.Dispose();
        return Task.CompletedTask;
    }
}
