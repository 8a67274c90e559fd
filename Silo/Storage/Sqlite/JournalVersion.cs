namespace LmsActors.Storage.Sqlite;

/// <summary>
/// How far a journal has come: its id, which a journal made anew does not inherit, and the number of writes to it.
/// The default is a journal that does not exist.
/// </summary>
internal readonly record struct JournalVersion(long Journal, long Position)
{
    public bool Exists => Journal != 0;
}

/// <summary>One append that is not sorted into its journal's chunks yet.</summary>
internal readonly record struct TailEntry(long Position, ReadOnlyMemory<byte> Data);
