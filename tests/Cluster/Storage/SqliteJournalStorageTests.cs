using Orleans.Journaling;

namespace LmsActors.Storage;

/// <summary>The embedded storage, with appends in the tail.</summary>
public class SqliteJournalStorageTests : JournalStorageConformance
{
    private protected SqliteFixture Fixture { get; } = new();

    protected override Task<IJournalStorageProvider> OpenAsync(string format) => Task.FromResult(Fixture.Open(format));

    protected override Task CloseAsync() => Fixture.CloseAsync();

    protected override IDisposable BreakWrites() => Fixture.Break(StorageStep.Committing);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Fixture.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}

/// <summary>The same promises while appends leave the tail with every batch.</summary>
public sealed class SqliteJournalStorageSettledTests : SqliteJournalStorageTests
{
    public SqliteJournalStorageSettledTests() => Fixture.Options.TailBytes = 0;
}
