using Orleans.Journaling;

namespace LmsActors.Storage.Archive;

/// <summary>The journals of a storage, to be read for an archive while others may write.</summary>
public interface IJournalSource : IAsyncDisposable
{
    /// <summary>The names of all journals, in no particular order.</summary>
    IAsyncEnumerable<string> NamesAsync(CancellationToken cancellation);

    /// <summary>A journal as it is, or was, at one moment; null if there is none. May be called several times at once.</summary>
    Task<ArchivedJournal?> ReadAsync(string name, CancellationToken cancellation);
}

/// <summary>
/// A storage that can show all its journals as they were at one and the same moment. Actors tell each other what happened, so only such
/// a moment is a state that a restored system could have been in; a provider that can, should.
/// </summary>
public interface IMomentStorage
{
    /// <summary>The storage as it is now, until the answer is disposed.</summary>
    Task<IJournalSource> KeepMomentAsync(CancellationToken cancellation);
}

/// <summary>How a storage is read for an archive.</summary>
public static class JournalSources
{
    /// <summary>All journals at one moment if the storage can do that; else each at a moment of its own.</summary>
    public static Task<IJournalSource> OpenAsync(IJournalStorageProvider storage, CancellationToken cancellation) => storage is IMomentStorage moments
        ? moments.KeepMomentAsync(cancellation)
        : Task.FromResult<IJournalSource>(new ProviderSource(storage));
}
