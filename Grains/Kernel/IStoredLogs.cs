namespace LmsActors.Kernel;

/// <summary>The logs of all actors as they lie in the storage.</summary>
internal interface IStoredLogs
{
    /// <summary>
    /// The actors whose log, or whose own key, holds these characters anywhere in its bytes (UTF-8), or, if they are an id, the 16 bytes that
    /// its digits stand for. Reads everything that is stored.
    /// </summary>
    Task<IReadOnlyList<GrainId>> HoldingAsync(string text, CancellationToken cancellation);

    /// <summary>Makes sure, as far as the storage can, that what was replaced and deleted is not on its disk any more.</summary>
    Task PurgeAsync(CancellationToken cancellation);
}
