namespace LmsActors.Storage;

/// <summary>A storage that keeps what was replaced or deleted for a while, and can be made to let go of it.</summary>
public interface IPurgingStorage
{
    /// <summary>Removes what no journal holds any more from where it lies, as far as that is in the storage's power. May take long.</summary>
    /// <exception cref="StorageUnavailableException">It could not be done now; try again later.</exception>
    Task PurgeAsync(CancellationToken cancellation);
}
