namespace LmsActors.Connections;

/// <summary>
/// Several learners and the news on their way between them, as the grains and their outboxes exchange it: news may wait, be repeated
/// and overtake each other.
/// </summary>
internal sealed class ConnectionsModel(int learners)
{
    private readonly ConnectionsState[] _states = [.. Enumerable.Repeat(new ConnectionsState(), learners)];
    private readonly List<(int From, int To, PairNews News)> _onTheirWay = [];

    public static string Id(int learner) => $"learner-{learner}";

    public ConnectionsState this[int learner] => _states[learner];

    public int OnTheirWay => _onTheirWay.Count;

    public Refusal? Do(int actor, int other, Func<ConnectionsState, string, Decision<ConnectionsEvent>> rule)
    {
        var decision = rule(_states[actor], Id(other));
        Take(actor, decision);
        return decision.Refusal;
    }

    /// <summary>Delivers one piece of news; it stays on its way when it is to come again.</summary>
    public void Deliver(int which, bool again)
    {
        var at = which % _onTheirWay.Count;
        var (from, to, news) = _onTheirWay[at];
        if (!again)
        {
            _onTheirWay.RemoveAt(at);
        }

        Take(to, ConnectionsRules.Hear(_states[to], Id(from), news));
    }

    public void DeliverAll()
    {
        for (var rounds = 0; _onTheirWay.Count > 0; rounds++)
        {
            Assert.True(rounds < 10_000, "The two sides never stop telling each other.");
            Deliver(0, again: false);
        }
    }

    private void Take(int actor, Decision<ConnectionsEvent> decision)
    {
        foreach (var happened in decision.Events)
        {
            _states[actor] = _states[actor].Apply(new(0, default, happened));
        }

        foreach (var other in decision.Events.Select(Told).OfType<string>().Distinct())
        {
            _onTheirWay.Add((actor, int.Parse(other["learner-".Length..]), ConnectionsOutbox.News(_states[actor], other)));
        }
    }

    private static string? Told(ConnectionsEvent happened) => happened switch
    {
        FriendshipMoved e => e.LearnerId,
        BlockMoved e => e.LearnerId,
        _ => null,
    };
}
