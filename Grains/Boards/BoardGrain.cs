using LmsActors.Groups;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace LmsActors.Boards;

/// <summary>How learners' standings speak to boards.</summary>
[Alias("board-keeper")]
internal interface IBoardKeeper : IGrainWithStringKey
{
    /// <summary>Where learners stand now; may be repeated, and come late.</summary>
    [Alias("take")]
    Task TakeAsync(IReadOnlyList<Stood> standings);
}

[GrainType("board"), Reentrant]
internal sealed class BoardGrain : LogGrain<BoardState, BoardEvent>, IBoardGrain, IBoardKeeper
{
    /// <summary>How long changes gather before those who watch are told: a board is as new as this.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(500);

    private const int MostHeld = 16;

    private readonly BoardName? _name;
    private readonly BoardPeople _people;
    private readonly PassingStream _stream;
    private readonly Dictionary<long, (Ranking Ranking, DateTimeOffset Until)> _held = [];
    private Task _telling = Task.CompletedTask;
    private bool _isNew;

    public BoardGrain(Log<BoardState, BoardEvent> log, IGrainFactory grains, ILogger<BoardGrain> logger)
        : base(log, logger)
    {
        // Streams may be asked for that are no board's.
        _name = BoardName.Parse(Key.Id.Split(':')[0]);
        _people = new(grains, Key, _name, log.Time);
        _stream = new(log.Time);
    }

    protected override int TailEvents => 0;

    public Task TakeAsync(IReadOnlyList<Stood> standings) => CommitAsync(Operation.None, (state, _) => BoardRules.Take(state, standings));

    public async Task<Result<BoardPage>> TopAsync(Viewer viewer, int skip, int count)
    {
        if (await RefusedAsync(viewer) is { } refusal)
        {
            return refusal;
        }

        var ranking = Log.Committed.Ranking;
        return await PageAsync(ranking, ranking.Range(Math.Max(0, skip), Math.Clamp(count, 0, BoardLimits.Top)), viewer);
    }

    public async Task<Result<BoardPage>> AroundAsync(Viewer viewer, string learnerId, int span)
    {
        if (await RefusedAsync(viewer) is { } refusal)
        {
            return refusal;
        }

        var ranking = Log.Committed.Ranking;
        if (MemberId.TryParse(learnerId) is not { } member || ranking.Find(member) is not { } stood || !IsOpen(stood, viewer))
        {
            return BoardRefusals.NotRanked;
        }

        var (index, reach) = (ranking.IndexOf(stood), Math.Clamp(span, 0, BoardLimits.Span));
        var from = Math.Max(0, index - reach);
        return await PageAsync(ranking, ranking.Range(from, index + reach + 1 - from), viewer);
    }

    public async Task<BoardPlace?> PlaceAsync(Viewer viewer, string learnerId)
    {
        var isRefused = await RefusedAsync(viewer) is not null;
        var ranking = Log.Committed.Ranking;
        return !isRefused && MemberId.TryParse(learnerId) is { } member && ranking.Find(member) is { } stood && IsOpen(stood, viewer)
            ? new BoardPlace(ranking.Rank(stood.Value), ranking.Count, Values.Of(_name!, stood.Value))
            : null;
    }

    public async Task<Result<BoardPage>> AmongAsync(Viewer viewer, IReadOnlyList<string> learnerIds)
    {
        if (await RefusedAsync(viewer) is { } refusal)
        {
            return refusal;
        }

        if (learnerIds.Count > BoardLimits.Among)
        {
            return BoardRefusals.TooManyLearners;
        }

        var ranking = Log.Committed.Ranking;
        var found = learnerIds
            .Distinct()
            .Select(id => MemberId.TryParse(id) is { } member ? ranking.Find(member) : null)
            .OfType<Stood>()
            .Where(stood => IsOpen(stood, viewer))
            .OrderBy(stood => new Place(stood.Value, stood.Member))
            .Take(BoardLimits.Top);
        return await PageAsync(ranking, found, viewer);
    }

    public async Task<Result<BoardStretch>> ListAsync(Viewer viewer, long? version, int skip)
    {
        if (await RefusedAsync(viewer) is { } refusal)
        {
            return refusal;
        }

        var (moment, now) = (version ?? Log.CommittedSequence, Log.Now);
        var ranking = version is null ? Log.Committed.Ranking : _held.GetValueOrDefault(moment).Ranking;
        if (ranking is null)
        {
            return BoardRefusals.MovedOn;
        }

        foreach (var past in _held.Where(held => held.Value.Until < now).Select(held => held.Key).ToList())
        {
            _held.Remove(past);
        }

        // What is not held is told to start anew: many readers at once must not keep many large boards in memory.
        if (_held.Count < MostHeld || _held.ContainsKey(moment))
        {
            _held[moment] = (ranking, now + BoardLimits.Held);
        }

        return new BoardStretch(moment, (await PageAsync(ranking, ranking.Range(Math.Max(0, skip), BoardLimits.Stretch), viewer)).Value!);
    }

    public async Task<Result<StreamStart>> ReadStreamAsync(string stream, Viewer viewer, StreamPosition? after)
    {
        if (await RefusedAsync(viewer) is { } refusal)
        {
            return refusal;
        }

        _stream.Touch();
        var position = _stream.Position;
        return after is { } place && _stream.After(place) is { } missed
            ? new StreamStart(position, null, missed)
            : new StreamStart(position, LiveJson.Bytes(await VisibleAsync()), []);
    }

    public Task<StreamPosition> AttachAsync(string stream, ILiveObserver observer)
    {
        _stream.Subscribers.Attach(observer);
        return Task.FromResult(_stream.Position);
    }

    public Task DetachAsync(string stream, ILiveObserver observer)
    {
        _stream.Subscribers.Detach(observer);
        _stream.Touch();
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _stream.Subscribers.Lose();
        return base.OnDeactivateAsync(reason, cancellationToken);
    }

    protected override void OnCommitted(long before, long through)
    {
        _isNew = true;
        if (_stream.IsWatched && _telling.IsCompleted)
        {
            _telling = TellAsync();
        }
    }

    private async Task TellAsync()
    {
        while (_isNew && _stream.IsWatched)
        {
            await Task.Delay(Pace, Log.Time);
            _isNew = false;
            try
            {
                _stream.Add("board-changed", LiveJson.Bytes(await VisibleAsync()), null);
                _stream.Send();
            }
            catch (Exception e)
            {
                Logger.LogWarning(e, "The board {Board} could not be told to those who watch; they start anew.", Key);
                _stream.Break();
            }
        }
    }

    /// <summary>What everybody may see who watches.</summary>
    private async Task<BoardPage> VisibleAsync()
    {
        var ranking = Log.Committed.Ranking;
        return Page(ranking, await _people.ItemsAsync(ranking, ranking.Range(0, BoardLimits.Live), _ => false));
    }

    private async Task<Result<BoardPage>> PageAsync(Ranking ranking, IEnumerable<Stood> standings, Viewer viewer) =>
        Page(ranking, await _people.ItemsAsync(ranking, standings, member => viewer.IsAdmin || viewer.LearnerId == member.ToString()));

    private BoardPage Page(Ranking ranking, IReadOnlyList<BoardItem> items) => new(_name!.Id, _name.Scope, _name.Metric, _name.Window, ranking.Count, items);

    /// <summary>Whether the viewer may know that this is the learner's place.</summary>
    private static bool IsOpen(Stood stood, Viewer viewer) => stood.Shown switch
    {
        Shown.ByName => true,
        Shown.ByPseudonym => viewer.IsAdmin || viewer.LearnerId == stood.Member.ToString(),
        _ => false,
    };

    /// <summary>A board of a group is for those who can see the group; all others are for everybody.</summary>
    private async ValueTask<Refusal?> RefusedAsync(Viewer viewer) =>
        viewer.Tenant != Key.Tenant || _name is null ? BoardRefusals.NotFound
            : _name.GroupId is not { } group || viewer.IsAdmin ? null
            : (await GrainFactory.Actor<IGroupGrain>(Key with { Id = group }).ReadAsync(viewer)).Refusal is null ? null
            : BoardRefusals.NotFound;
}
