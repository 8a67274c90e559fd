namespace LmsActors.Feeds;

/// <summary>A journal that feeds of a shard are made of: one ring, shared by all of the learners who are here and follow it.</summary>
internal sealed class FeedSource(string journalId)
{
    /// <summary>Changes that arrived while the journal was being read.</summary>
    private readonly List<JournalBatch> _early = [];

    public string JournalId => journalId;

    public bool IsGroup { get; } = Journals.GroupOf(journalId) is not null;

    public FeedRing Ring { get; } = new();

    /// <summary>The journal's last event that the ring shows.</summary>
    public long Through { get; private set; }

    /// <summary>How many feeds it belongs to.</summary>
    public int Feeds { get; set; }

    /// <summary>The feeds of learners who watch.</summary>
    public HashSet<FeedPresence> Watching { get; } = [];

    /// <summary>The reading of the journal; failed when it must be tried again.</summary>
    public Task Loading { get; set; } = Task.CompletedTask;

    public bool IsLoaded { get; private set; }

    /// <summary>The ring is not to be trusted until the journal was read.</summary>
    public void Unload() => IsLoaded = false;

    public void Load(JournalSlice slice)
    {
        Ring.Load(slice);
        Through = slice.Through;
        IsLoaded = true;
        foreach (var batch in _early)
        {
            Apply(batch, null);
        }

        _early.Clear();
    }

    /// <summary>Takes the changes in; those that are new go to <paramref name="added"/>. False when some before them are missing.</summary>
    public bool Apply(JournalBatch batch, Action<FeedSource, JournalChange>? added)
    {
        if (!IsLoaded)
        {
            _early.Add(batch);
            return true;
        }

        if (batch.After > Through)
        {
            return false;
        }

        foreach (var change in batch.Changes)
        {
            if (change.Sequence > Through)
            {
                Ring.Apply(change);
                added?.Invoke(this, change);
            }
        }

        Through = Math.Max(Through, batch.Through);
        return true;
    }
}
