using Npgsql;

namespace LmsActors.Hosting;

/// <summary>The tables of Orleans' ADO.NET providers, in a schema of the product's own.</summary>
internal static class PostgresMembership
{
    private const string Schema = "lmsactors";
    private const string Script = "LmsActors.Clustering.PostgresMembership.sql";

    /// <summary>One at a time migrates; the number is any that nothing else in the database locks.</summary>
    private const long Lock = 0x6c6d73616374;

    /// <summary>What a silo connects with: few connections, and the tables found without their schema's name.</summary>
    public static string Connection(string connectionString) => new NpgsqlConnectionStringBuilder(connectionString)
    {
        SearchPath = Schema,
        MaxPoolSize = 2,
        Timeout = 5,
        CommandTimeout = 5,
        ApplicationName = "LmsActors membership",
    }.ConnectionString;

    /// <summary>Makes the tables, or brings them up to date. Doing it twice, or two at once, does no harm.</summary>
    public static async Task MigrateAsync(string connectionString, CancellationToken cancellation)
    {
        await using var connection = new NpgsqlConnection(Connection(connectionString));
        await connection.OpenAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await RunAsync($"SELECT pg_advisory_xact_lock({Lock}); CREATE SCHEMA IF NOT EXISTS {Schema};");
        await RunAsync(await ScriptAsync(cancellation));
        await transaction.CommitAsync(cancellation);

        async Task RunAsync(string sql)
        {
            // The script holds @names that are no parameters of its own.
            await using var command = new NpgsqlCommand(sql, connection, transaction);
            await command.ExecuteNonQueryAsync(cancellation);
        }
    }

    /// <summary>Whether the tables are there, those of reminders too.</summary>
    public static async Task<bool> HasTablesAsync(string connectionString, CancellationToken cancellation)
    {
        await using var connection = new NpgsqlConnection(Connection(connectionString));
        await connection.OpenAsync(cancellation);
        await using var command = new NpgsqlCommand($"SELECT to_regclass('{Schema}.orleansmembershiptable') IS NOT NULL AND to_regclass('{Schema}.orleansreminderstable') IS NOT NULL", connection);
        return await command.ExecuteScalarAsync(cancellation) is true;
    }

    private static async Task<string> ScriptAsync(CancellationToken cancellation)
    {
        await using var stream = typeof(PostgresMembership).Assembly.GetManifestResourceStream(Script)
            ?? throw new InvalidOperationException($"The resource {Script} is not in the assembly.");
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(cancellation);
    }
}
