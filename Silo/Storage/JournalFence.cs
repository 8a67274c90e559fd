namespace LmsActors.Storage;

/// <summary>
/// What one owner of a journal last saw or wrote of it. A write goes through only when the journal still stands there,
/// so two owners cannot both write: the one that does not know of the other's write is refused.
/// </summary>
internal sealed class JournalFence
{
    private readonly Lock _lock = new();
    private JournalVersion? _seen;
    private JournalVersion? _draft; // the writer thread's, while a batch is open

    /// <summary>Null until the journal was read or made.</summary>
    public JournalVersion? Seen
    {
        get
        {
            lock (_lock)
                return _seen;
        }
    }

    /// <summary>What the next write of the open batch must find. Writer thread only.</summary>
    public JournalVersion? Expected => _draft ?? Seen;

    /// <summary>Takes note of what a reading found, unless a write of this owner has come further meanwhile.</summary>
    public void Read(JournalVersion version)
    {
        lock (_lock)
        {
            if (_seen is not { } seen || seen.Journal != version.Journal || seen.Position < version.Position)
                _seen = version;
        }
    }

    public void Draft(JournalVersion version) => _draft = version;

    public void Commit()
    {
        if (_draft is not { } draft)
            return;
        lock (_lock)
            _seen = draft;
        _draft = null;
    }

    public void Abandon() => _draft = null;
}
