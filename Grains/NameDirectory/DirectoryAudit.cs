namespace LmsActors.NameDirectory;

/// <summary>What the directory has been told, and must agree upon with those who told it.</summary>
internal sealed class DirectoryAudit : IAudit<DirectoryState>
{
    public AuditReport Of(ActorKey key, DirectoryState state)
    {
        var kind = key.Id[..key.Id.IndexOf(':')];
        var names = state.Entries
            .Where(pair => pair.Value.Name is not null)
            .Select(pair => AuditEntry.Copy(DirectoryBooks.Name(kind), pair.Key, pair.Value.Name!));
        var counts = state.Entries.SelectMany(pair => pair.Value.Counts
            .Where(count => count.Value != 0)
            .Select(count => AuditEntry.Copy(DirectoryBooks.Counter(kind, count.Counter), pair.Key, count.Value)));
        return new([.. names, .. counts], []);
    }
}
