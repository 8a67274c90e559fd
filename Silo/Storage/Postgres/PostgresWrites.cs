using System.Buffers;

namespace LmsActors.Storage.Postgres;

/// <summary>A write as a transaction applies it to the draft of its journal.</summary>
internal abstract class PostgresWrite(string name, JournalFence? fence) : JournalWrite(name, fence)
{
    public void Apply(JournalDraft journal, JournalIds ids)
    {
        if (!Admits(journal.Version))
            return;
        var result = Change(journal, ids);
        Draft(journal.Version, result);
    }

    protected abstract object? Change(JournalDraft journal, JournalIds ids);
}

internal sealed class AppendWrite(string name, JournalFence fence, CompactionGauge gauge, string format, ReadOnlySequence<byte> value)
    : PostgresWrite(name, fence)
{
    public override long Bytes { get; } = value.Length;

    /// <summary>Whether it is one more entry and nothing else: the journal has some, so its format is settled, and this one fits in a piece.</summary>
    public bool IsPlain => Fence!.Expected is { Position: > 0 } && Bytes <= JournalDraft.PieceBytes;

    /// <summary>Where the entry will stand, if the journal is still where its owner last saw it.</summary>
    public EntryPiece Entry => new(Next, 0, value.ToArray());

    private JournalVersion Next => Fence!.Expected!.Value with { Position = Fence.Expected.Value.Position + 1 };

    /// <summary>The entry stands there once the statement is committed.</summary>
    public void Appended() => Draft(Next, null);

    protected override object? Change(JournalDraft journal, JournalIds ids)
    {
        journal.Append(format, value, ids);
        return null;
    }

    protected override void Committed() => gauge.Appended(entries: 1, Bytes);
}

internal sealed class ReplaceWrite(string name, JournalFence fence, CompactionGauge gauge, string format, ReadOnlySequence<byte> value)
    : PostgresWrite(name, fence)
{
    public override long Bytes { get; } = value.Length;

    protected override object? Change(JournalDraft journal, JournalIds ids)
    {
        journal.Replace(format, value, ids);
        return null;
    }

    protected override void Committed() => gauge.Replaced(Bytes);
}

internal sealed class DeleteWrite(string name, JournalFence fence, CompactionGauge gauge) : PostgresWrite(name, fence)
{
    protected override object? Change(JournalDraft journal, JournalIds ids)
    {
        journal.Delete();
        return null;
    }

    protected override void Committed() => gauge.Replaced(0);
}

/// <summary>Answers whether the journal was made: if so, the maker owns it as if it had read it.</summary>
internal sealed class CreateWrite(string name, JournalFence owner, string format, string properties) : PostgresWrite(name, fence: null)
{
    private JournalVersion? _made;

    protected override object? Change(JournalDraft journal, JournalIds ids)
    {
        _made = null;
        if (journal.Current is not null)
            return false;
        journal.Create(format, properties, ids);
        _made = journal.Version;
        return true;
    }

    protected override void Committed()
    {
        if (_made is { } version)
            owner.Read(version);
    }
}

/// <summary>Answers the metadata as they then are; null when there is no such journal, or its ETag is another.</summary>
internal sealed class UpdateMetadataWrite(
    string name, IReadOnlyDictionary<string, string> set, IReadOnlySet<string> remove, string? expectedETag) : PostgresWrite(name, fence: null)
{
    protected override object? Change(JournalDraft journal, JournalIds ids)
    {
        if (journal.Current?.Row.Update(set, remove, expectedETag) is not { } updated)
            return null;
        journal.Update(updated);
        return updated.ToMetadata();
    }
}
