namespace LmsActors.Storage.Sqlite;

/// <summary>A write as the writer thread applies it.</summary>
internal abstract class JournalOperation(string name, JournalFence? fence) : JournalWrite(name, fence)
{
    /// <summary>Whether it is done after the batch, outside of its transaction.</summary>
    public virtual bool IsPurge => false;

    public virtual void Apply(JournalLog log)
    {
        var head = log.Heads.Get(Name);
        if (!Admits(head.Draft))
            return;
        var result = Apply(log, head);
        Draft(head.Draft, result);
    }

    protected abstract object? Apply(JournalLog log, JournalHead head);
}
