using LmsActors.NameDirectory;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace LmsActors.Chat;

[GrainType("room"), Reentrant]
internal sealed class RoomGrain : LiveLogGrain<RoomState, RoomEvent>, IRoomGrain
{
    private readonly RoomAccess _access;
    private readonly RoomTicks _ticks;
    private readonly RoomHistory _history;
    private readonly RoomOutbox _outbox;
    private readonly ActorKey _key;

    public RoomGrain(Log<RoomState, RoomEvent> log, IGrainFactory grains, IDirectoryWriter directory, ILogger<RoomGrain> logger)
        : base(log, logger)
    {
        _key = Key;
        _access = new(grains, _key.Tenant);
        _ticks = new(this, Subscribers, log.Time);
        _history = new(log, grains, _key);
        _outbox = new(grains, directory, _history, _key);
    }

    protected override bool HasOutbox => true;

    /// <summary>Others learn only counts of what is posted, and that old messages have changed: that may gather.</summary>
    protected override Delivery Delivery => new(Batch: 8192, Pace: TimeSpan.FromMilliseconds(250));

    public async Task<Result<Room>> CreateAsync(CreateRoom command)
    {
        var created = await CommitAsync(
            Operation.None, (state, _) => RoomRules.Create(state, command), (state, _) => state.ToView(_key.Id, canPost: true));
        await DeliveredAsync(TimeSpan.FromMilliseconds(250));
        return created;
    }

    public async Task<Result<Room>> ReadAsync(Viewer viewer)
    {
        var right = await _access.OfAsync(Log.Committed, viewer);
        return right.ToRead is { } refusal ? refusal : Log.Committed.ToView(_key.Id, right.ToPost is null, viewer);
    }

    public async Task<Result<RoomGlance>> GlanceAsync(Viewer viewer, long readThrough) =>
        (await ReadAsync(viewer)).Map(room => new RoomGlance(room, Log.Committed.UnreadAfter(readThrough, viewer)));

    public async Task<Result<Room>> ConfigureAsync(ConfigureRoom command)
    {
        var right = await _access.OfAsync(Log.State, command.Viewer);
        return right.ToRead is { } refusal ? refusal
            : !right.IsModerator ? RoomRefusals.NotAModerator
            : await CommitAsync(
                command.Operation, (state, _) => RoomRules.Configure(state, command), (state, _) => state.ToView(_key.Id, canPost: true));
    }

    public Task<Result> RenameAsync(Operation operation, string name) => CommitAsync(operation, (state, _) => RoomRules.Rename(state, name));

    public async Task<IReadOnlyList<Result<Message>>> PostAsync(IReadOnlyList<PostMessage> commands)
    {
        var rights = new RoomRight[commands.Count];
        for (var i = 0; i < rights.Length; i++)
        {
            rights[i] = await _access.OfAsync(Log.State, commands[i].Viewer);
        }

        var posted = await CommitAllAsync<PostMessage, (long Sequence, StoredMessage? Message)>(commands, (command, i) => rights[i].ToPost is { } refusal ? refusal : Stage(
            command.Operation,
            (state, now) => RoomRules.Post(state, command, rights[i].IsModerator, now),
            static (state, sequence) => (Sequence: sequence, Message: state.Find(sequence))));
        var answers = new Result<Message>[posted.Length];
        for (var i = 0; i < answers.Length; i++)
        {
            if (posted[i].Refusal is { } no)
            {
                answers[i] = no;
                continue;
            }

            _ticks.Posted(commands[i].Viewer.LearnerId);
            answers[i] = (posted[i].Value.Message ?? await _history.FindAsync(posted[i].Value.Sequence))!.ToView(_key.Id, commands[i].Viewer);
        }

        return answers;
    }

    public Task<Result<Message>> EditAsync(EditMessage command) => ChangeAsync(
        command.Viewer, command.Operation, command.Sequence, (message, _) => RoomRules.Edit(message, command));

    public async Task<Result> DeleteAsync(DeleteMessage command) => (await ChangeAsync(
        command.Viewer,
        command.Operation,
        command.Sequence,
        (message, right) => RoomRules.Delete(message, command, right.IsModerator))).WithoutValue();

    public Task<Result<Message>> ReactAsync(ReactToMessage command) => ChangeAsync(
        command.Viewer, command.Operation, command.Sequence, (message, _) => RoomRules.React(message, command));

    public async Task<Result<Page<Message>>> PageAsync(Viewer viewer, long before, int limit)
    {
        var right = await _access.OfAsync(Log.Committed, viewer);
        if (right.ToRead is { } refusal)
        {
            return refusal;
        }

        var messages = await _history.BeforeAsync(before, limit);
        var shown = messages.Where(message => viewer.Sees(message.Author.Id)).Select(message => message.ToView(_key.Id, viewer));
        return new Page<Message>([.. shown], messages is [.., { Sequence: > 1 and var last }] ? $"{last}" : null);
    }

    public async Task<Result<Message>> MessageAsync(Viewer viewer, long sequence)
    {
        var right = await _access.OfAsync(Log.Committed, viewer);
        return right.ToRead is { } refusal ? refusal
            : await _history.FindAsync(sequence) is { } message && viewer.Sees(message.Author.Id) ? message.ToView(_key.Id, viewer)
            : RoomRefusals.UnknownMessage;
    }

    public async Task<Result> TypingAsync(Viewer viewer)
    {
        var right = await _access.OfAsync(Log.Committed, viewer);
        if (right.ToPost is { } refusal)
        {
            return refusal;
        }

        _ticks.Typing(new(viewer.LearnerId, viewer.Name));
        return Result.Ok;
    }

    public Task PresenceAsync(ILiveObserver silo, int count, IReadOnlyList<Person> sample)
    {
        _ticks.Present(silo, count, sample);
        return Task.CompletedTask;
    }

    public Task MembershipChangedAsync(IReadOnlyList<string> learnerIds)
    {
        _access.Forget(learnerIds);
        Subscribers.Revoke(learnerIds.Count == 0 ? null : learnerIds);
        return Task.CompletedTask;
    }

    public Task<Result<long>> ImportAsync(Operation operation, IReadOnlyList<ImportedMessage> messages) =>
        CommitAsync(operation, (state, _) => RoomRules.Import(state, messages), (_, count) => count);

    public async Task EraseSealedAsync(ErasedLearner learner, IReadOnlyList<StoredMessage> messages)
    {
        await CommitAsync(Operation.None, (_, _) => RoomErasure.ForgetSealed(messages, learner));
        await DeliveredAsync(TimeSpan.FromSeconds(1));
    }

    protected override async Task DeliverAsync(IReadOnlyList<Happened<RoomEvent>> events)
    {
        await _outbox.DeliverAsync(Log.Committed, events);
        while (await _history.SealNextAsync() is { } through)
        {
            await CommitAsync(Operation.None, (_, _) => new MessagesSealed(through));
        }
    }

    protected override async ValueTask<Refusal?> MayWatchAsync(Viewer viewer) =>
        (await _access.OfAsync(Log.Committed, viewer)).ToRead;

    protected override byte[] Snapshot(RoomState state, Viewer viewer) =>
        RoomStream.Snapshot(state, _key.Id, _access.MayPost(state, viewer), viewer);

    protected override LiveEvent? Project(Happened<RoomEvent> happened) => RoomStream.Project(happened, _key.Id);

    private async Task<Result<Message>> ChangeAsync(
        Viewer viewer, Operation operation, long sequence, Func<StoredMessage?, RoomRight, Decision<RoomEvent>> decide)
    {
        var right = await _access.OfAsync(Log.State, viewer);
        if ((right.ToRead ?? right.ToPost) is { } refusal)
        {
            return refusal;
        }

        // A sealed message is read before the decision: what may have changed in it since then is only its reactions or text.
        var old = sequence <= Log.State.SealedThrough ? await _history.FindAsync(sequence) : null;
        var done = await CommitAsync(operation, (state, _) => decide(state.Find(sequence) ?? old, right), (state, _) => state.Find(sequence));
        if (done.Refusal is { } no)
        {
            return no;
        }

        if (done.Value is null)
        {
            await DeliveredAsync(TimeSpan.FromSeconds(1));
        }

        return (done.Value ?? await _history.FindAsync(sequence))!.ToView(_key.Id, viewer);
    }
}
