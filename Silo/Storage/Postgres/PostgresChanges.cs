using Npgsql;

namespace LmsActors.Storage.Postgres;

/// <summary>The statements that make of the stored journals what the drafts say, a few for all of them, and the commit.</summary>
internal static class PostgresChanges
{
    /// <summary>More than this goes into another statement: the server takes one only as a whole.</summary>
    private const long MostBytesAStatement = 16 << 20;

    public static NpgsqlBatch Of(NpgsqlConnection connection, IReadOnlyCollection<JournalDraft> journals)
    {
        var batch = new NpgsqlBatch(connection);
        Delete(batch, [.. journals.Where(IsGone).Select(journal => journal.Stored!.Row.Id)]);
        Trim(batch, [.. journals.Where(IsReplaced).Select(journal => journal.Current!)]);
        Insert(batch, [.. journals.Where(IsNew).Select(journal => journal.Current!).OrderBy(journal => journal.Row.Name, StringComparer.Ordinal)]);
        Update(batch, [.. journals.Where(journal => IsChanged(journal) && !IsOnlyFurther(journal)).Select(journal => journal.Current!)]);
        Advance(batch, [.. journals.Where(journal => IsChanged(journal) && IsOnlyFurther(journal)).Select(journal => journal.Current!)]);
        Write(batch, journals.SelectMany(journal => journal.Pieces));
        batch.BatchCommands.Add(new NpgsqlBatchCommand("COMMIT"));
        return batch;
    }

    private static bool IsGone(JournalDraft journal) => journal.Stored is { } stored && journal.Current?.Row.Id != stored.Row.Id;

    private static bool IsNew(JournalDraft journal) => journal.Current is { } current && journal.Stored?.Row.Id != current.Row.Id;

    private static bool IsChanged(JournalDraft journal) =>
        journal.Current is { } current && journal.Stored?.Row.Id == current.Row.Id && current != journal.Stored;

    private static bool IsReplaced(JournalDraft journal) => IsChanged(journal) && journal.Current!.Snapshot != journal.Stored!.Snapshot;

    private static bool IsOnlyFurther(JournalDraft journal) => journal.Current! with { Position = journal.Stored!.Position } == journal.Stored;

    private static void Delete(NpgsqlBatch batch, long[] journals)
    {
        if (journals.Length == 0)
            return;
        batch.Add("DELETE FROM lmsactors.entries WHERE journal = ANY($1)", journals);
        batch.Add("DELETE FROM lmsactors.journals WHERE id = ANY($1)", journals);
    }

    private static void Trim(NpgsqlBatch batch, StoredJournal[] journals)
    {
        if (journals.Length == 0)
            return;
        batch.Add(
            """
            DELETE FROM lmsactors.entries USING unnest($1, $2) AS replaced (journal, snapshot)
            WHERE entries.journal = replaced.journal AND entries.position < replaced.snapshot
            """,
            Ids(journals), Snapshots(journals));
    }

    private static void Insert(NpgsqlBatch batch, StoredJournal[] journals)
    {
        if (journals.Length == 0)
            return;
        batch.Add(
            """
            INSERT INTO lmsactors.journals (id, name, format, position, snapshot, revision, properties)
            SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7)
            """,
            Ids(journals), Names(journals), Formats(journals), Positions(journals), Snapshots(journals), Revisions(journals), Properties(journals));
    }

    private static void Update(NpgsqlBatch batch, StoredJournal[] journals)
    {
        if (journals.Length == 0)
            return;
        batch.Add(
            """
            UPDATE lmsactors.journals
            SET format = new.format, position = new.position, snapshot = new.snapshot, revision = new.revision, properties = new.properties
            FROM unnest($1, $2, $3, $4, $5, $6) AS new (id, format, position, snapshot, revision, properties) WHERE journals.id = new.id
            """,
            Ids(journals), Formats(journals), Positions(journals), Snapshots(journals), Revisions(journals), Properties(journals));
    }

    private static void Advance(NpgsqlBatch batch, StoredJournal[] journals)
    {
        if (journals.Length == 0)
            return;
        batch.Add(
            "UPDATE lmsactors.journals SET position = new.position FROM unnest($1, $2) AS new (id, position) WHERE journals.id = new.id",
            Ids(journals), Positions(journals));
    }

    private static void Write(NpgsqlBatch batch, IEnumerable<EntryPiece> pieces)
    {
        var (some, bytes) = (new List<EntryPiece>(), 0L);
        foreach (var piece in pieces)
        {
            some.Add(piece);
            bytes += piece.Data.Length;
            if (bytes < MostBytesAStatement)
                continue;
            Write(batch, some);
            (some, bytes) = ([], 0);
        }

        if (some.Count > 0)
            Write(batch, some);
    }

    private static void Write(NpgsqlBatch batch, List<EntryPiece> pieces) => batch.Add(
        "INSERT INTO lmsactors.entries (journal, position, piece, data) SELECT * FROM unnest($1, $2, $3, $4)",
        pieces.Select(piece => piece.At.Journal).ToArray(),
        pieces.Select(piece => piece.At.Position).ToArray(),
        pieces.Select(piece => piece.Number).ToArray(),
        pieces.Select(piece => piece.Data).ToArray());

    private static long[] Ids(StoredJournal[] journals) => Array.ConvertAll(journals, journal => journal.Row.Id);

    private static string[] Names(StoredJournal[] journals) => Array.ConvertAll(journals, journal => journal.Row.Name);

    private static string?[] Formats(StoredJournal[] journals) => Array.ConvertAll(journals, journal => journal.Row.Format);

    private static long[] Positions(StoredJournal[] journals) => Array.ConvertAll(journals, journal => journal.Position);

    private static long[] Snapshots(StoredJournal[] journals) => Array.ConvertAll(journals, journal => journal.Snapshot);

    private static long[] Revisions(StoredJournal[] journals) => Array.ConvertAll(journals, journal => journal.Row.Revision);

    private static string[] Properties(StoredJournal[] journals) => Array.ConvertAll(journals, journal => journal.Row.Properties);
}
