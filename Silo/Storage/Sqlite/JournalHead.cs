namespace LmsActors.Storage.Sqlite;

/// <summary>
/// The near end of one journal in memory: where it stands, and its appends that lie in the tail. The writer thread changes
/// the draft and makes it the state after the commit; readers see committed appends only.
/// </summary>
internal sealed class JournalHead(string name)
{
    private readonly Lock _lock = new();
    private readonly List<TailEntry> _tail = [];
    private readonly List<TailEntry> _pending = [];
    private JournalVersion _state;
    private long _settled; // positions up to this one will have left the tail with the open batch

    public string Name => name;

    /// <summary>Where the open batch leaves the journal. Writer thread only.</summary>
    public JournalVersion Draft { get; private set; }

    public bool IsTouched { get; private set; }

    public bool HasTail => _tail.Count > 0;

    /// <summary>The committed appends in the tail, oldest first, and whose they are.</summary>
    public (long Journal, TailEntry[] Entries) CopyTail()
    {
        lock (_lock)
            return (_state.Journal, [.. _tail]);
    }

    /// <summary>What the tail holds of this journal as the open batch leaves it.</summary>
    public IEnumerable<TailEntry> Unsettled =>
        _tail.Where(entry => Draft.Journal == _state.Journal && entry.Position > _settled).Concat(_pending);

    public void Load(JournalVersion version) => Draft = _state = version;

    /// <summary>Takes up a tail row found at start.</summary>
    public void LoadTail(TailEntry entry)
    {
        Load(_state with { Position = entry.Position });
        _tail.Add(entry);
    }

    /// <summary>The journal's next write: to the tail when it has data here, else to its chunks.</summary>
    public void Advance(JournalVersion version, ReadOnlyMemory<byte>? tail)
    {
        IsTouched = true;
        Draft = version;
        if (tail is { } data)
            _pending.Add(new TailEntry(version.Position, data));
    }

    /// <summary>The writes up to this position stand in the chunks, or were replaced.</summary>
    public void Settle(long position)
    {
        IsTouched = true;
        _settled = position;
        _pending.RemoveAll(entry => entry.Position <= position);
    }

    /// <summary>The journal is gone, with all it had.</summary>
    public void Delete()
    {
        Advance(default, tail: null);
        _pending.Clear();
        _settled = 0;
    }

    public void Commit()
    {
        lock (_lock)
        {
            if (Draft.Journal != _state.Journal)
                _tail.Clear();
            else if (_settled > 0)
                _tail.RemoveAll(entry => entry.Position <= _settled);
            _tail.AddRange(_pending);
            _state = Draft;
        }

        Close();
    }

    public void Abandon()
    {
        Draft = _state;
        Close();
    }

    private void Close()
    {
        _pending.Clear();
        _settled = 0;
        IsTouched = false;
    }
}
