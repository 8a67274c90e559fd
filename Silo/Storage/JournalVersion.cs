namespace LmsActors.Storage;

/// <summary>
/// How far a journal has come: its id, which a journal made anew does not inherit, and the number of writes to it.
/// The default is a journal that does not exist.
/// </summary>
internal readonly record struct JournalVersion(long Journal, long Position)
{
    public bool Exists => Journal != 0;
}
