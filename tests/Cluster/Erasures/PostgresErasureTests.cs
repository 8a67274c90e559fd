using LmsActors.Storage;
using LmsActors.Storage.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Orleans.Journaling;

namespace LmsActors.Erasures;

[Collection(PostgresTests.Name)]
public sealed class PostgresErasureTests(PostgresTests.Server server) : ErasureConformance
{
    private const string Search = """
        SELECT name FROM lmsactors.journals WHERE position($1 in name || properties) > 0
        UNION SELECT journals.name FROM lmsactors.entries JOIN lmsactors.journals ON journals.id = entries.journal
        WHERE position(convert_to($1, 'UTF8') in entries.data) > 0
        UNION SELECT 'of no journal' FROM lmsactors.entries
        WHERE position(convert_to($1, 'UTF8') in data) > 0 AND NOT EXISTS (SELECT FROM lmsactors.journals WHERE id = journal)
        """;

    private string _database = "";
    private PostgresJournalStore _store = null!;

    private protected override async Task<Func<IServiceProvider, IJournalStorageProvider>> OpenAsync()
    {
        _database = await server.Postgres.NewDatabaseAsync();
        _store = PostgresJournalStore.Open(new PostgresStorageOptions { ConnectionString = _database });
        return services => ActivatorUtilities.CreateInstance<PostgresJournalStorageProvider>(services, _store);
    }

    /// <summary>In the rows of all tables.</summary>
    private protected override async Task<IReadOnlyList<string>> FindAsync(string word)
    {
        await using var connection = new NpgsqlConnection(_database);
        await connection.OpenAsync();
        await using var query = new NpgsqlCommand(Search, connection) { Parameters = { new() { Value = word } } };
        await using var rows = await query.ExecuteReaderAsync();
        var found = new List<string>();
        while (await rows.ReadAsync())
        {
            found.Add(rows.GetString(0));
        }

        return found;
    }

    private protected override async Task CloseAsync() => await _store.DisposeAsync();
}
