namespace LmsActors.Import;

/// <summary>
/// The kudos of an archive, kept until all of it was read: only then is it known which names belong to authors. Whoever gave or received
/// one and wrote no message becomes a learner with that name. Names are compared ignoring case.
/// </summary>
internal sealed class GitterThanks
{
    private const int AtOnce = 1_000;

    private readonly Dictionary<string, (string Id, string Name)> _authors = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<(GitterKudos Kudos, string Room)> _kudos = [];

    /// <summary>Notes a message that was not seen before: its author, and the kudos in it.</summary>
    public void Add(GitterRecord record)
    {
        _authors.TryAdd(record.FromUserName, (GitterPeople.Learner(record), GitterPeople.Name(record.FromUserName)));
        _kudos.AddRange(GitterKudos.In(record).Select(kudos => (kudos, GitterPeople.Name(record.RoomUri))));
    }

    /// <summary>Answers how many kudos, and how many learners, are new.</summary>
    public async Task<(long Kudos, long Learners)> PutAsync(IImportTarget target, CancellationToken cancellation)
    {
        var strangers = _kudos
            .SelectMany(one => new[] { one.Kudos.Giver, one.Kudos.Receiver })
            .Where(name => !_authors.ContainsKey(name))
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Select(name => new ImportLearner(Stranger(name), name))
            .ToList();
        var learners = strangers.Count > 0 ? (await target.PutLearnersAsync(strangers, cancellation)).New : 0;
        var made = 0L;
        foreach (var some in _kudos.Select(Translate).Chunk(AtOnce))
        {
            made += await target.PutKudosAsync(some, cancellation);
        }

        return (made, learners);
    }

    private static string Stranger(string name) => $"gitter:@{name.ToLowerInvariant()}";

    private ImportKudos Translate((GitterKudos Kudos, string Room) one)
    {
        var ((id, name), (receiver, _)) = (Find(one.Kudos.Giver), Find(one.Kudos.Receiver));
        return new($"gitter:{one.Kudos.MessageId}:{one.Kudos.Index}", id, name, receiver, $"Brownie points in {one.Room}", one.Kudos.At);
    }

    private (string Id, string Name) Find(string name) => _authors.TryGetValue(name, out var author) ? author : (Stranger(name), name);
}
