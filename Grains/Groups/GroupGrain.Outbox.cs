using LmsActors.Chat;
using LmsActors.NameDirectory;

namespace LmsActors.Groups;

/// <summary>What a group tells others, after the fact, at least once and in order.</summary>
internal sealed partial class GroupGrain
{
    private IRoomGrain Room => GrainFactory.Actor<IRoomGrain>(new ActorKey(Key.Tenant, RoomId));

    protected override async Task DeliverAsync(IReadOnlyList<Happened<GroupEvent>> events)
    {
        foreach (var happened in events)
        {
            await (happened.Event switch
            {
                GroupCreated e => TellCreatedAsync(e, happened.Sequence),
                GroupEdited e => TellEditedAsync(e, happened.Sequence),
                RoleGiven e => TellRoleAsync(e, happened.Sequence),
                GroupClosed => TellClosedAsync(happened.Sequence),
                _ => Task.CompletedTask,
            });
        }
    }

    private async Task TellCreatedAsync(GroupCreated created, long sequence)
    {
        Demand((await Room.CreateAsync(new(created.Name, GroupId: Key.Id, At: created.CreatedAt))).Refusal);
        await PutNameAsync(created.Name, created.Kind, created.ExternalId, sequence);
        if (created.FounderId is { } founder)
        {
            await NoteRoleAsync(founder, GroupRole.Owner, sequence);
            await _turns.RunAsync(founder, () => SeatAsync(founder));
        }
    }

    /// <summary>The founder is a member, unless he has gone since.</summary>
    private async Task<bool> SeatAsync(string founder)
    {
        if (!Log.State.Staff.ContainsKey(founder))
        {
            return false;
        }

        var seated = await _shards.MoveAsync(new(Operation.None, founder, MemberStep.Seat, Log.State.Kind));
        Demand(seated.Refusal);
        return true;
    }

    private async Task TellEditedAsync(GroupEdited edited, long sequence)
    {
        await PutNameAsync(edited.Name, edited.Kind, Log.Committed.ExternalId, sequence);
        if (edited.IsRenamed)
        {
            // By its operation the room knows a repetition, which must not undo a name that was given to it since.
            var operation = new Operation(Ids.DeriveGuid("group-renamed", Key.ToString(), $"{sequence}"), 0);
            Demand((await Room.RenameAsync(operation, edited.Name)).Refusal);
        }

        await TellAudienceAsync([]);
    }

    private async Task TellRoleAsync(RoleGiven given, long sequence)
    {
        await NoteRoleAsync(given.LearnerId, given.Role == GroupRole.Member ? null : given.Role, sequence);
        await TellAudienceAsync([given.LearnerId]);
    }

    private async Task TellClosedAsync(long sequence)
    {
        await PutNameAsync(Log.Committed.Name, GroupKind.Secret, Log.Committed.ExternalId, sequence);
        await _shards.DissolveAsync();
        await Task.WhenAll(Log.Committed.Staff.Keys.Select(leader => NoteRoleAsync(leader, null, sequence)));
        await TellAudienceAsync([]);
    }

    private Task TellAudienceAsync(IReadOnlyList<string> learnerIds) =>
        GroupAudience.TellAsync(GrainFactory, Key.Tenant, Key.Id, learnerIds);

    private Task PutNameAsync(string name, GroupKind kind, string? externalId, long sequence) => _directory.PutAsync(
        Key.Tenant, DirectoryKinds.Group, new DirectoryName(Key.Id, name, externalId, kind != GroupKind.Secret, sequence));

    private Task NoteRoleAsync(string learnerId, GroupRole? role, long sequence) => GrainFactory
        .Actor<IMembershipsLedgerGrain>(new ActorKey(Key.Tenant, learnerId))
        .NoteAsync(new(Key.Id, NoteSource.Group, sequence, MembershipState.None, role));

    /// <summary>What is told must be taken; the outbox tries again until it is.</summary>
    private static void Demand(Refusal? refusal)
    {
        if (refusal is not null)
        {
            throw new InvalidOperationException($"Not taken: {refusal.Code}.");
        }
    }
}
