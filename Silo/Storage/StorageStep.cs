namespace LmsActors.Storage;

/// <summary>The steps of the writer at which a test may stand in for the disk or the network.</summary>
internal enum StorageStep
{
    /// <summary>The database is opened, at start or anew after a failure.</summary>
    Opening,

    /// <summary>The transaction is open.</summary>
    Writing,

    /// <summary>All is written, nothing is committed.</summary>
    Committing,

    /// <summary>The commit went through, nobody knows of it yet.</summary>
    Committed,
}
