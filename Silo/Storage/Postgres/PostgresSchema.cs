using LmsActors.Hosting;
using LmsActors.Storage.Postgres;
using Npgsql;

namespace LmsActors.Storage;

/// <summary>
/// The tables of the storage in PostgreSQL. A journal is one row that says how far it has come, and its entries, cut into pieces
/// and numbered: those from the last snapshot's position on. Whoever writes a journal locks its row first.
/// </summary>
public static class PostgresSchema
{
    internal const int Version = 1;

    /// <summary>Ids of journals are taken by the thousand, so that few writes ask for one.</summary>
    internal const int IdsAtOnce = 1000;

    /// <summary>Two that migrate at once take turns by this number; it means nothing else.</summary>
    private const long MigrationLock = 0x4c6d734163746f72;

    // Pages of the journals keep room for the next version of a row: then no index changes with an append.
    // Data is not compressed: what is large is a snapshot, and that would cost each of its many rewritings.
    private static readonly string _tables = $"""
        CREATE TABLE lmsactors.version (version int NOT NULL);
        INSERT INTO lmsactors.version VALUES ({Version});
        CREATE SEQUENCE lmsactors.journal_ids AS bigint INCREMENT BY {IdsAtOnce};
        CREATE TABLE lmsactors.journals (
            id bigint PRIMARY KEY,
            name text COLLATE "C" NOT NULL UNIQUE,
            format text,
            position bigint NOT NULL,
            snapshot bigint NOT NULL,
            revision bigint NOT NULL,
            properties text NOT NULL) WITH (fillfactor = 50);
        CREATE TABLE lmsactors.entries (
            journal bigint NOT NULL,
            position bigint NOT NULL,
            piece int NOT NULL,
            data bytea NOT NULL,
            PRIMARY KEY (journal, position, piece));
        ALTER TABLE lmsactors.entries ALTER COLUMN data SET STORAGE EXTERNAL;
        """;

    /// <summary>Makes the tables, or brings them up to date; changes nothing when they are. Safe to call from many at once.</summary>
    /// <exception cref="NotSupportedException">A newer program made the tables, or the database's encoding is not UTF8.</exception>
    /// <exception cref="StorageUnavailableException">The database could not be reached, or refused.</exception>
    public static async Task MigrateAsync(string connectionString, CancellationToken cancellationToken)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, Enlist = false };
        try
        {
            await using var connection = new NpgsqlConnection(settings.ConnectionString);
            await connection.OpenAsync(cancellationToken);
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await ExecuteAsync(connection, $"SELECT pg_advisory_xact_lock({MigrationLock})", cancellationToken);
            await UpdateAsync(connection, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
        catch (NpgsqlException failure)
        {
            throw new StorageUnavailableException(
                $"The tables in {PostgresFailure.Describe(settings)} cannot be made: {PostgresFailure.Reason(failure)}.");
        }
    }

    /// <summary>At start, on the caller's thread.</summary>
    /// <exception cref="ConfigurationException">The tables are missing, or of another version.</exception>
    internal static void Verify(NpgsqlConnection connection, string where)
    {
        using var exists = new NpgsqlCommand("SELECT to_regclass('lmsactors.version') IS NOT NULL", connection);
        if (exists.ExecuteScalar() is not true)
            throw new ConfigurationException($"The database {where} has no tables for the storage yet: run the command 'migrate' first.");
        using var version = new NpgsqlCommand("SELECT version FROM lmsactors.version", connection);
        if (version.ExecuteScalar() is not int found || found < Version)
            throw new ConfigurationException($"The tables in {where} are of an older version: run the command 'migrate' first.");
        if (found > Version)
        {
            throw new ConfigurationException(
                $"The tables in {where} are of version {found} and this program knows {Version}: the command 'migrate' of a newer program was run.");
        }
    }

    private static async Task UpdateAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (await ScalarAsync(connection, "SHOW server_encoding", cancellationToken) is not "UTF8")
            throw new NotSupportedException("The database's encoding must be UTF8.");
        if (await ScalarAsync(connection, "SELECT to_regnamespace('lmsactors') IS NOT NULL", cancellationToken) is not true)
            await ExecuteAsync(connection, "CREATE SCHEMA lmsactors", cancellationToken);
        if (await ScalarAsync(connection, "SELECT to_regclass('lmsactors.version') IS NOT NULL", cancellationToken) is not true)
            await ExecuteAsync(connection, _tables, cancellationToken);
        var found = await ScalarAsync(connection, "SELECT version FROM lmsactors.version", cancellationToken);
        if (found is > Version)
            throw new NotSupportedException($"The tables were made by a newer program (version {found}; this one knows {Version}).");
    }

    private static async Task<object?> ScalarAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(cancellationToken);
    }

    private static Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken) =>
        ScalarAsync(connection, sql, cancellationToken);
}
