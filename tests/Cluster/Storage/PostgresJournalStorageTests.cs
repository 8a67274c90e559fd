using Orleans.Journaling;

namespace LmsActors.Storage;

/// <summary>Journals in a PostgreSQL database.</summary>
[Collection(PostgresTests.Name)]
public sealed class PostgresJournalStorageTests(PostgresTests.Server server) : JournalStorageConformance
{
    private PostgresFixture? _fixture;

    public override async ValueTask InitializeAsync()
    {
        _fixture = await PostgresFixture.MakeAsync(server);
        await base.InitializeAsync();
    }

    protected override Task<IJournalStorageProvider> OpenAsync(string format) => Task.FromResult(_fixture!.Open(format));

    protected override Task CloseAsync() => _fixture!.CloseAsync();

    protected override IDisposable BreakWrites() => _fixture!.Break(StorageStep.Committing);
}
