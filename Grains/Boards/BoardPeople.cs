using LmsActors.Profiles;

namespace LmsActors.Boards;

/// <summary>The learners who are on a board as people read them; each is asked for its name now and then.</summary>
internal sealed class BoardPeople(IGrainFactory grains, ActorKey board, BoardName? name, TimeProvider time)
{
    private const int Most = 16_384;
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(30);

    private readonly Dictionary<(MemberId, Shown), (LearnerIdentity Who, DateTimeOffset Until)> _known = [];

    /// <param name="ranking">What the ranks are read from.</param>
    /// <param name="standings">Whom to show.</param>
    /// <param name="knows">Whether the reader sees through this learner's pseudonym.</param>
    public async Task<IReadOnlyList<BoardItem>> ItemsAsync(Ranking ranking, IEnumerable<Stood> standings, Func<MemberId, bool> knows)
    {
        var asked = standings.Select(stood =>
            (Stood: stood, Who: AskAsync(stood.Member, stood.Shown == Shown.ByPseudonym && knows(stood.Member) ? Shown.ByName : stood.Shown))).ToList();
        var items = new List<BoardItem>(asked.Count);
        var (rank, value) = (0, (long?)null);
        foreach (var (stood, who) in asked)
        {
            (rank, value) = (stood.Value == value ? rank : ranking.Rank(stood.Value), stood.Value);
            var isOpen = stood.Shown == Shown.ByName || knows(stood.Member);
            var identity = await who;
            items.Add(new(
                rank, isOpen ? stood.Member.ToString() : null, isOpen ? identity.ExternalId : null, identity.Name, Values.Of(name!, stood.Value)));
        }

        return items;
    }

    private Task<LearnerIdentity> AskAsync(MemberId member, Shown shown) =>
        _known.TryGetValue((member, shown), out var known) && known.Until > time.GetUtcNow() ? Task.FromResult(known.Who) : ReadAsync(member, shown);

    private async Task<LearnerIdentity> ReadAsync(MemberId member, Shown shown)
    {
        var key = board with { Id = member.ToString() };
        var who = shown == Shown.ByPseudonym
            ? new(await grains.Actor<IStandingKeeper>(key).PseudonymAsync(), "", null)
            : await grains.Actor<IProfileGrain>(key).IdentityAsync() ?? new(Person.Erased.Name, "", null);
        if (_known.Count >= Most)
        {
            _known.Clear();
        }

        _known[(member, shown)] = (who, time.GetUtcNow() + Fresh);
        return who;
    }
}
