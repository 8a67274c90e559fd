using System.Buffers;

namespace LmsActors.Storage.Sqlite;

internal sealed class AppendOperation(string name, JournalFence fence, CompactionGauge gauge, string format, ReadOnlySequence<byte> value)
    : JournalOperation(name, fence)
{
    public override long Bytes { get; } = value.Length;

    protected override object? Apply(JournalLog log, JournalHead head)
    {
        log.Append(head, format, value);
        return null;
    }

    protected override void Committed() => gauge.Appended(entries: 1, Bytes);
}

internal sealed class ReplaceOperation(string name, JournalFence fence, CompactionGauge gauge, string format, ReadOnlySequence<byte> value)
    : JournalOperation(name, fence)
{
    public override long Bytes { get; } = value.Length;

    protected override object? Apply(JournalLog log, JournalHead head)
    {
        log.Replace(head, format, value);
        return null;
    }

    protected override void Committed() => gauge.Replaced(Bytes);
}

internal sealed class DeleteOperation(string name, JournalFence fence, CompactionGauge gauge) : JournalOperation(name, fence)
{
    protected override object? Apply(JournalLog log, JournalHead head)
    {
        log.Delete(head);
        return null;
    }

    protected override void Committed() => gauge.Replaced(0);
}

/// <summary>Answers whether the journal was made: if so, the maker owns it as if it had read it.</summary>
internal sealed class CreateOperation(string name, JournalFence owner, string format, string properties) : JournalOperation(name, fence: null)
{
    private JournalVersion? _made;

    protected override object? Apply(JournalLog log, JournalHead head)
    {
        if (head.Draft.Exists)
            return false;
        log.Create(head, format, properties);
        _made = head.Draft;
        return true;
    }

    protected override void Committed()
    {
        if (_made is { } version)
            owner.Read(version);
    }
}

/// <summary>Answers the metadata as they then are; null when there is no such journal, or its ETag is another.</summary>
internal sealed class UpdateMetadataOperation(
    string name, IReadOnlyDictionary<string, string> set, IReadOnlySet<string> remove, string? expectedETag) : JournalOperation(name, fence: null)
{
    protected override object? Apply(JournalLog log, JournalHead head)
    {
        if (log.Tables.FindRow(Name) is not { } row || row.Update(set, remove, expectedETag) is not { } updated)
            return null;
        if (updated != row)
            log.Tables.UpdateProperties(row.Id, updated.Properties);
        return updated.ToMetadata();
    }
}

/// <summary>Writes nothing; ends well when the store is open, or could be opened again.</summary>
internal sealed class HealOperation() : JournalOperation(name: "", fence: null)
{
    public override void Apply(JournalLog log)
    {
    }

    protected override object? Apply(JournalLog log, JournalHead head) => null;
}

/// <summary>Asks for the file to be written anew.</summary>
internal sealed class PurgeOperation() : JournalOperation(name: "", fence: null)
{
    public override bool IsPurge => true;

    public override void Apply(JournalLog log)
    {
    }

    protected override object? Apply(JournalLog log, JournalHead head) => null;
}
