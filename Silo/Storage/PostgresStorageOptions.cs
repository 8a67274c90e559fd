namespace LmsActors.Storage;

/// <summary>Where and how journals are kept in a PostgreSQL database, which many silos may share.</summary>
public sealed class PostgresStorageOptions
{
    /// <summary>Npgsql's connection string. Pool sizes and time-outs in it are set by the storage.</summary>
    public string ConnectionString { get; set; } = "";

    /// <summary>How many connections this process opens at most, readers included; at least 2.</summary>
    public int MaxConnections { get; set; } = 8;

    /// <inheritdoc cref="SqliteStorageOptions.CompactAfterEntries"/>
    public long CompactAfterEntries { get; set; } = 10_000;

    /// <inheritdoc cref="SqliteStorageOptions.CompactAfterBytes"/>
    public long CompactAfterBytes { get; set; } = 4 << 20;

    /// <summary>Called at each step of a batch; what it throws is what the network would have.</summary>
    internal Func<StorageStep, Task>? Probe { get; set; }
}
