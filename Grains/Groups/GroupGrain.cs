using LmsActors.NameDirectory;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace LmsActors.Groups;

/// <summary>The shell of a group: what it is. Its door is in <c>GroupGrain.Members.cs</c>, what it tells others in <c>GroupGrain.Outbox.cs</c>.</summary>
[GrainType("group"), Reentrant]
internal sealed partial class GroupGrain : LogGrain<GroupState, GroupEvent>, IGroupGrain, IGroupLedgerGrain
{
    /// <summary>A group is answered as founded when it can be found and its room stands; the outbox sees to it in any case.</summary>
    private static readonly TimeSpan FoundingWait = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan DeliveryWait = TimeSpan.FromMilliseconds(250);

    private readonly Turns _turns = new();
    private readonly MemberShards _shards;
    private readonly IDirectoryWriter _directory;

    public GroupGrain(Log<GroupState, GroupEvent> log, IDirectoryWriter directory, ILogger<GroupGrain> logger)
        : base(log, logger) => (_shards, _directory) = (new(GrainFactory, Key), directory);

    protected override bool HasOutbox => true;

    private string RoomId => GroupIds.Room(Key.Id);

    public async Task<Result<Group>> CreateAsync(CreateGroup command)
    {
        var created = await CommitAsync(
            command.Operation,
            (state, now) => GroupRules.Create(state, command, now));
        if (created.Refusal is { } refusal)
        {
            return refusal;
        }

        await DeliveredAsync(FoundingWait);
        return await ReadAsync(command.Viewer);
    }

    public async Task<Result<Group>> ImportAsync(ImportGroup command)
    {
        var created = await CommitAsync(Operation.None, (state, _) => GroupRules.Import(state, command));
        if (created.Refusal is { } refusal)
        {
            return refusal;
        }

        var enlisted = await _shards.EnlistAsync(command.MemberIds);
        await DeliveredAsync(FoundingWait);
        return enlisted.Refusal is { } full
            ? full
            : new Group(Key.Id, Log.Committed.Name, Log.Committed.Kind, Log.Committed.Description, RoomId,
                Log.Committed.MemberCount, 0, null, MembershipState.None, Log.Committed.CreatedAt);
    }

    public async Task<Result<Group>> ReadAsync(Viewer viewer)
    {
        if (!Log.Committed.Exists)
        {
            return GroupRefusals.NotFound;
        }

        var standing = await StandingAsync(viewer.LearnerId);
        var state = Log.Committed;
        return GroupRules.IsVisible(state, viewer, standing)
            ? GroupRules.View(state, Key.Id, RoomId, viewer, standing)
            : GroupRefusals.NotFound;
    }

    public async Task<Result<Group>> EditAsync(EditGroup command)
    {
        var standing = await StandingAsync(command.Viewer.LearnerId);
        var edited = await CommitAsync(command.Operation, (state, _) => GroupRules.Edit(state, command, standing));
        if (edited.Refusal is { } refusal)
        {
            return refusal;
        }

        // Whoever was let in under the old kind has landed before the new one is told.
        await _turns.IdleAsync();
        await DeliveredAsync(DeliveryWait);
        return await ReadAsync(command.Viewer);
    }

    public async Task<Result> CloseAsync(Operation operation, Viewer viewer)
    {
        var standing = await StandingAsync(viewer.LearnerId);
        var closed = await CommitAsync(operation, (state, _) => GroupRules.Close(state, viewer, standing));
        await DeliveredAsync(DeliveryWait);
        return closed;
    }

    public async Task<GroupAccess> AccessAsync(string learnerId)
    {
        if (!Log.Committed.Exists)
        {
            return GroupAccess.Nowhere;
        }

        var standing = await StandingAsync(learnerId);
        var state = Log.Committed;
        return state.Exists
            ? new(
                state.Kind,
                state.StaffRole(learnerId) ?? (standing == MembershipState.Member ? GroupRole.Member : null),
                standing == MembershipState.Banned)
            : GroupAccess.Nowhere;
    }

    public async Task<GroupRole?> RoleOfAsync(string learnerId) => (await AccessAsync(learnerId)).Role;

    public Task<Result> ReportAsync(ShardReport report) => CommitAsync(Operation.None, (state, _) => GroupRules.Count(state, report));

    /// <summary>How someone stands to the group; its leaders it knows by heart.</summary>
    private async ValueTask<MembershipState> StandingAsync(string learnerId) =>
        Log.Committed.Staff.ContainsKey(learnerId) ? MembershipState.Member
        : !Log.Committed.IsFounded ? MembershipState.None
        : (await _shards.FindAsync(learnerId)).State;
}
