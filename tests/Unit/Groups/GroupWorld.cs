namespace LmsActors.Groups;

/// <summary>
/// A group with its shards, memberships and the network between them, in pure memory: the rules and states that the grains run on.
/// Commands go step by step, those about one learner one after another, as the group's turns have it; a test says which goes next.
/// What is owed to others is delivered in order per source, as often as a test likes, beginning anew at any event delivered before.
/// </summary>
internal sealed class GroupWorld
{
    public static readonly string[] People = ["ada", "bob", "cyd", "dan", "eve"];
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Dictionary<string, Queue<IEnumerator<int>>> _turns = People.ToDictionary(p => p, _ => new Queue<IEnumerator<int>>());
    private readonly List<Happened<GroupEvent>> _groupLog = [];
    private readonly List<Happened<MemberShardEvent>>[] _shardLogs = [[], []];
    private int _groupDelivered;
    private readonly int[] _shardDelivered = [0, 0];

    public GroupWorld(GroupKind kind)
    {
        Take(GroupRules.Create(State, new(Operation.None, Viewer("ada"), "g", kind), Now));
        Move("ada", MemberStep.Seat);
    }

    public GroupState State { get; private set; } = new();

    /// <summary>Two shards, as if each person's were given by the id: the first two people in one, the others in the other.</summary>
    public MemberShardState[] Shards { get; } = [new(), new()];

    public Dictionary<string, MembershipsState> Memberships { get; } = People.ToDictionary(p => p, _ => new MembershipsState());

    public static Viewer Viewer(string id, bool isAdmin = false) => new("t", id, id, "employees", isAdmin, []);

    public static int ShardOf(string learner) => Array.IndexOf(People, learner) < 2 ? 0 : 1;

    public MembershipState Of(string learner) => Shards[ShardOf(learner)].Of(learner);

    public GroupRole? RoleOf(string learner) =>
        State.StaffRole(learner) ?? (Of(learner) == MembershipState.Member ? GroupRole.Member : null);

    /// <summary>Begins a command; <see cref="Advance"/> takes it further.</summary>
    public void Begin(GroupCommand command) => _turns[command.About].Enqueue(Steps(command).GetEnumerator());

    /// <summary>One step of the command whose turn it is for this learner.</summary>
    public void Advance(string learner)
    {
        if (_turns[learner].TryPeek(out var command) && !command.MoveNext())
        {
            _turns[learner].Dequeue();
        }
    }

    /// <summary>The group's actor dies in the middle of things: what was under way is left where it is.</summary>
    public void Crash()
    {
        foreach (var turn in _turns.Values)
        {
            turn.Clear();
        }
    }

    public void Run(GroupCommand command)
    {
        Begin(command);
        Finish();
    }

    public void Finish()
    {
        foreach (var learner in People)
        {
            while (_turns[learner].Count > 0)
            {
                Advance(learner);
            }
        }
    }

    /// <summary>Delivers a few events of one source, after going back to some that were delivered already.</summary>
    public void Deliver(int source, int again, int count)
    {
        if (source == 2)
        {
            var from = Math.Max(0, _groupDelivered - again);
            var batch = _groupLog.Skip(from).Take(count).ToList();
            batch.ForEach(TellOfGroup);
            _groupDelivered = Math.Max(_groupDelivered, from + batch.Count);
        }
        else
        {
            var from = Math.Max(0, _shardDelivered[source] - again);
            var batch = _shardLogs[source].Skip(from).Take(count).ToList();
            batch.ForEach(happened => TellOfShard(source, happened));
            _shardDelivered[source] = Math.Max(_shardDelivered[source], from + batch.Count);
        }
    }

    public void DeliverAll()
    {
        for (var more = true; more;)
        {
            more = _groupDelivered < _groupLog.Count || _shardDelivered[0] < _shardLogs[0].Count || _shardDelivered[1] < _shardLogs[1].Count;
            Enumerable.Range(0, 3).ToList().ForEach(source => Deliver(source, 0, 100));
        }
    }

    private IEnumerable<int> Steps(GroupCommand command)
    {
        var (by, about) = (Viewer(command.By), new AboutMember(Operation.None, Viewer(command.By), command.About));
        switch (command.Verb)
        {
            case GroupVerb.Put when about.IsSelf:
                Move(command.About, MemberStep.Join);
                break;
            case GroupVerb.Put:
                var isAllowed = GroupRules.RequireRole(State, by, Of(command.By), GroupRole.Moderator) is null;
                yield return 1;
                if (isAllowed)
                {
                    Move(command.About, MemberStep.Admit);
                }

                break;
            case GroupVerb.GiveRole:
                var isMember = Of(command.About) == MembershipState.Member;
                yield return 1;
                if (isMember)
                {
                    Take(GroupRules.GiveRole(State, about, command.Role, Of(command.By)));
                }

                break;
            case GroupVerb.Remove or GroupVerb.Ban when !(command.Verb == GroupVerb.Ban && about.IsSelf):
                var mayGo = Take(GroupRules.Unseat(State, about, Of(command.By)));
                yield return 1;
                if (mayGo)
                {
                    Move(command.About, command.Verb == GroupVerb.Ban ? MemberStep.Ban : about.IsSelf ? MemberStep.Leave : MemberStep.Remove);
                }

                break;
            case GroupVerb.Unban when GroupRules.RequireRole(State, by, Of(command.By), GroupRole.Moderator) is null:
                Move(command.About, MemberStep.Unban);
                break;
            case GroupVerb.Edit:
                Take(GroupRules.Edit(State, new(Operation.None, by, null, command.Kind, null), Of(command.By)));
                break;
        }
    }

    private bool Take(Decision<GroupEvent> decision)
    {
        foreach (var happened in decision.Events)
        {
            var numbered = new Happened<GroupEvent>(_groupLog.Count + 1, Now, happened);
            _groupLog.Add(numbered);
            State = State.Apply(numbered);
        }

        return decision.Refusal is null;
    }

    private void Move(string learner, MemberStep step)
    {
        var shard = ShardOf(learner);
        foreach (var happened in MemberShardRules.Move(Shards[shard], shard == 0, new(Operation.None, learner, step, State.Kind)).Events)
        {
            var numbered = new Happened<MemberShardEvent>(_shardLogs[shard].Count + 1, Now, happened);
            _shardLogs[shard].Add(numbered);
            Shards[shard] = Shards[shard].Apply(numbered);
        }
    }

    private void TellOfGroup(Happened<GroupEvent> happened)
    {
        switch (happened.Event)
        {
            case GroupCreated e:
                Note(e.FounderId!, new("g", NoteSource.Group, happened.Sequence, MembershipState.None, GroupRole.Owner));
                if (State.Staff.ContainsKey(e.FounderId!))
                {
                    Move(e.FounderId!, MemberStep.Seat);
                }

                break;
            case RoleGiven e:
                var role = e.Role == GroupRole.Member ? (GroupRole?)null : e.Role;
                Note(e.LearnerId, new("g", NoteSource.Group, happened.Sequence, MembershipState.None, role));
                break;
        }
    }

    private void TellOfShard(int shard, Happened<MemberShardEvent> happened)
    {
        var standing = (StandingChanged)happened.Event;
        Note(standing.LearnerId, new("g", NoteSource.Shard, happened.Sequence, standing.State, null));
        Take(GroupRules.Count(State, new(shard, _shardLogs[shard].Count, Shards[shard].Counts)));
    }

    private void Note(string learner, MembershipNote note)
    {
        foreach (var happened in MembershipsState.Note(Memberships[learner], note).Events)
        {
            Memberships[learner] = Memberships[learner].Apply(new(0, Now, happened));
        }
    }
}

internal enum GroupVerb
{
    Put,
    GiveRole,
    Remove,
    Ban,
    Unban,
    Edit,
}

internal sealed record GroupCommand(GroupVerb Verb, string By, string About, GroupRole Role, GroupKind Kind);
