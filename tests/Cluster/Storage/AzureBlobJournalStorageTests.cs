using Orleans.Journaling;

namespace LmsActors.Storage;

/// <summary>Azure Storage, as its emulator has it.</summary>
[Collection(nameof(AzuriteServer))]
public sealed class AzureBlobJournalStorageTests(AzuriteServer server) : JournalStorageConformance
{
    private readonly AzureBlobFixture _fixture = new(server);

    protected override Task<IJournalStorageProvider> OpenAsync(string format)
    {
        // Hundreds of journals at once are much for the emulator.
        _fixture.Options.RequestTimeout = TimeSpan.FromSeconds(30);
        return _fixture.OpenAsync(format);
    }

    protected override Task CloseAsync()
    {
        _fixture.Close();
        return Task.CompletedTask;
    }

    protected override IDisposable BreakWrites() => _fixture.BreakWrites();
}
