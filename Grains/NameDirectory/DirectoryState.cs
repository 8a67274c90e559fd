using System.Collections.Immutable;

namespace LmsActors.NameDirectory;

[GenerateSerializer, Immutable, Alias("directory-event")]
internal abstract record DirectoryEvent;

[GenerateSerializer, Immutable, Alias("directory-named")]
internal sealed record DirectoryNamed([property: Id(0)] DirectoryName Name) : DirectoryEvent;

[GenerateSerializer, Immutable, Alias("directory-counted")]
internal sealed record DirectoryCounted([property: Id(0)] DirectoryCount Count) : DirectoryEvent;

/// <summary>A thing is not there any more.</summary>
[GenerateSerializer, Immutable, Alias("directory-erased")]
internal sealed record DirectoryErased([property: Id(0)] string Id) : DirectoryEvent;

/// <summary>
/// One thing in the directory. A counter may be told before the name is; without a name the thing is not there yet.
/// </summary>
[GenerateSerializer, Immutable, Alias("directory-entry")]
internal sealed record DirectoryEntry
{
    public static readonly DirectoryEntry Empty = new();

    [Id(0)] public string? Name { get; init; }

    [Id(1)] public string? ExternalId { get; init; }

    [Id(2)] public bool Listed { get; init; }

    [Id(3)] public long NameSequence { get; init; }

    /// <summary>Few, so a plain array.</summary>
    [Id(4)] public ImmutableArray<EntryCount> Counts { get; init; } = [];

    public EntryCount Count(string counter)
    {
        foreach (var count in Counts)
        {
            if (count.Counter == counter)
            {
                return count;
            }
        }

        return default;
    }

    public DirectoryEntry With(DirectoryName name) =>
        this with { Name = name.Name, ExternalId = name.ExternalId, Listed = name.Listed, NameSequence = name.Sequence };

    public DirectoryEntry With(DirectoryCount count)
    {
        var (before, after) = (Count(count.Counter), new EntryCount(string.Intern(count.Counter), count.Value, count.Sequence));
        return this with { Counts = before.Counter is null ? Counts.Add(after) : Counts.Replace(before, after) };
    }
}

/// <summary>The value of a counter, as of an event in the log of who counts.</summary>
[GenerateSerializer, Immutable, Alias("directory-entry-count")]
internal readonly record struct EntryCount([property: Id(0)] string Counter, [property: Id(1)] long Value, [property: Id(2)] long Sequence);

/// <summary>A shard of a directory, by id.</summary>
[GenerateSerializer, Immutable, Alias("directory-state")]
internal sealed record DirectoryState : IState<DirectoryState, DirectoryEvent>
{
    [Id(0)]
    public ImmutableDictionary<string, DirectoryEntry> Entries { get; init; } = ImmutableDictionary<string, DirectoryEntry>.Empty;

    public DirectoryState Apply(Happened<DirectoryEvent> happened) => happened.Event switch
    {
        DirectoryNamed { Name: var name } => this with { Entries = Entries.SetItem(name.Id, Entry(name.Id).With(name)) },
        DirectoryCounted { Count: var count } => this with { Entries = Entries.SetItem(count.Id, Entry(count.Id).With(count)) },
        DirectoryErased e => this with { Entries = Entries.Remove(e.Id) },
        _ => this,
    };

    public DirectoryEntry Entry(string id) => Entries.GetValueOrDefault(id, DirectoryEntry.Empty);

    public DirectoryTotals ToTotals()
    {
        var counters = new Dictionary<string, long>();
        foreach (var count in Entries.Values.SelectMany(entry => entry.Counts))
        {
            counters[count.Counter] = counters.GetValueOrDefault(count.Counter) + count.Value;
        }

        return new(Entries.Values.LongCount(entry => entry.Name is not null), counters.ToImmutableDictionary());
    }
}
