using System.Collections.Concurrent;

namespace LmsActors.Storage.Sqlite;

/// <summary>
/// The heads in memory: every journal with appends in the tail, and those written lately. Only the writer thread changes
/// it; readers may look up.
/// </summary>
internal sealed class JournalHeads(JournalTables tables)
{
    private const int MaxIdle = 50_000;
    private readonly ConcurrentDictionary<string, JournalHead> _heads = new(StringComparer.Ordinal);
    private readonly List<JournalHead> _touched = [];

    public IEnumerable<JournalHead> WithTail => _heads.Values.Where(head => head.HasTail);

    /// <summary>What readers need beside the chunks; nothing when the journal has no appends in the tail.</summary>
    public (long Journal, TailEntry[] Entries) CopyTail(string name) =>
        _heads.TryGetValue(name, out var head) ? head.CopyTail() : (0, []);

    public JournalHead Get(string name)
    {
        if (!_heads.TryGetValue(name, out var head))
        {
            head = new JournalHead(name);
            head.Load(tables.FindVersion(name));
            _heads[name] = head;
        }

        return head;
    }

    /// <summary>To be called before a head's draft changes, so that it takes part in the batch's end.</summary>
    public void Touch(JournalHead head)
    {
        if (!head.IsTouched)
            _touched.Add(head);
    }

    public void Commit()
    {
        foreach (var head in _touched)
            head.Commit();
        _touched.Clear();
    }

    public void Abandon()
    {
        foreach (var head in _touched)
            head.Abandon();
        _touched.Clear();
    }

    /// <summary>Forgets heads that say nothing that the tables do not, when there are many.</summary>
    public void Trim()
    {
        if (_heads.Count <= MaxIdle)
            return;
        foreach (var (name, head) in _heads)
        {
            if (!head.HasTail && !head.IsTouched)
                _heads.TryRemove(name, out _);
        }
    }
}
