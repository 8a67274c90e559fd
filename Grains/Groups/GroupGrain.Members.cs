using LmsActors.NameDirectory;
using LmsActors.Profiles;

namespace LmsActors.Groups;

/// <summary>The door: who comes in, who goes, who may what. Per learner one command after another.</summary>
internal sealed partial class GroupGrain
{
    public Task<Result<GroupMember>> PutMemberAsync(AboutMember about, GroupRole? role) => _turns.RunAsync(
        about.LearnerId,
        () => about.IsSelf && role is null ? JoinAsync(about) : PlaceAsync(about, role));

    public Task<Result> RemoveMemberAsync(AboutMember about) => _turns.RunAsync(
        about.LearnerId,
        async () => (await PutOutAsync(about, about.IsSelf ? MemberStep.Leave : MemberStep.Remove)).WithoutValue());

    public Task<Result<GroupMember>> BanAsync(AboutMember about) => _turns.RunAsync(about.LearnerId, () => BanInTurnAsync(about));

    public Task<Result> UnbanAsync(AboutMember about) => _turns.RunAsync<Result>(
        about.LearnerId,
        async () => await RefuseAsync(about) is { } refusal ? refusal : (await MoveAsync(about, MemberStep.Unban)).WithoutValue());

    public async Task<Result<Page<GroupMember>>> MembersAsync(Viewer viewer, MembershipState state, GroupRole? role, Paging paging)
    {
        var standing = await StandingAsync(viewer.LearnerId);
        var refusal = state == MembershipState.Member
            ? GroupRules.RequireReader(Log.Committed, viewer, standing)
            : GroupRules.RequireRole(Log.Committed, viewer, standing, GroupRole.Moderator);
        if (refusal is not null)
        {
            return refusal;
        }

        var page = state == MembershipState.Member && role > GroupRole.Member
            ? Leaders(role.Value)
            : await _shards.ListAsync(Holders(state), state, paging);
        return new Page<GroupMember>(await NamedAsync(page.Items, viewer, role), page.Next);
    }

    private async Task<Result<GroupMember>> JoinAsync(AboutMember about)
    {
        // A kind that is not on disk yet decides nothing; from here to the call of the shard there is no await.
        while (Log.State.Kind != Log.Committed.Kind)
        {
            await CommitAsync(Operation.None, (_, _) => Decision<GroupEvent>.Nothing);
        }

        return Log.State.Exists ? await MoveAsync(about, MemberStep.Join) : GroupRefusals.NotFound;
    }

    /// <summary>A moderator approves or invites; an owner gives a member a role.</summary>
    private async Task<Result<GroupMember>> PlaceAsync(AboutMember about, GroupRole? role)
    {
        var viewerState = await StandingAsync(about.Viewer.LearnerId);
        var current = about.IsSelf ? viewerState : await StandingAsync(about.LearnerId);
        if (GroupRules.RequireRole(Log.State, about.Viewer, viewerState, about.IsSelf ? GroupRole.Member : GroupRole.Moderator) is { } refusal)
        {
            return refusal;
        }

        if (!about.Viewer.Sees(about.LearnerId) || !await ExistsAsync(about.LearnerId))
        {
            return GroupRefusals.LearnerNotFound;
        }

        if (role is null || (role == GroupRole.Member && current != MembershipState.Member))
        {
            return await MoveAsync(about, about.IsSelf ? MemberStep.Join : MemberStep.Admit);
        }

        return current == MembershipState.Member ? await GiveRoleAsync(about, role.Value, viewerState) : GroupRefusals.NotAMember;
    }

    private async Task<Result<GroupMember>> GiveRoleAsync(AboutMember about, GroupRole role, MembershipState viewerState)
    {
        var given = await CommitAsync(about.Operation, (state, _) => GroupRules.GiveRole(state, about, role, viewerState));
        if (given.Refusal is { } refusal)
        {
            return refusal;
        }

        await DeliveredAsync(DeliveryWait);
        return await MemberAsync(await _shards.FindAsync(about.LearnerId));
    }

    private async Task<Result<GroupMember>> BanInTurnAsync(AboutMember about)
    {
        if (await RefuseAsync(about) is { } refusal)
        {
            return refusal;
        }

        return about.IsSelf ? GroupRefusals.Yourself
            : !await ExistsAsync(about.LearnerId) ? GroupRefusals.LearnerNotFound
            : await PutOutAsync(about, MemberStep.Ban);
    }

    /// <summary>First the role goes, which the last owner's cannot, and then the member: whatever comes between, a leader is a member.</summary>
    private async Task<Result<GroupMember>> PutOutAsync(AboutMember about, MemberStep step)
    {
        var viewerState = await StandingAsync(about.Viewer.LearnerId);
        var unseated = await CommitAsync(about.Operation, (state, _) => GroupRules.Unseat(state, about, viewerState));
        if (unseated.Refusal is { } refusal)
        {
            return refusal;
        }

        var moved = await MoveAsync(about, step);
        await DeliveredAsync(DeliveryWait);
        return moved;
    }

    private async Task<Result<GroupMember>> MoveAsync(AboutMember about, MemberStep step)
    {
        // A tenant's administrator finds every door open.
        var kind = step == MemberStep.Join && about.Viewer.IsAdmin ? GroupKind.Open : Log.State.Kind;
        var moved = await _shards.MoveAsync(new(about.Operation, about.LearnerId, step, kind));
        return moved.Refusal is { } refusal ? refusal : await MemberAsync(moved.Value);
    }

    /// <summary>Why the viewer may not act as a moderator; null if he may.</summary>
    private async Task<Refusal?> RefuseAsync(AboutMember about) => GroupRules.RequireRole(
        Log.State, about.Viewer, await StandingAsync(about.Viewer.LearnerId), GroupRole.Moderator);

    private async Task<bool> ExistsAsync(string learnerId) =>
        await GrainFactory.Actor<IProfileGrain>(new ActorKey(Key.Tenant, learnerId)).IdentityAsync() is not null;

    private async Task<GroupMember> MemberAsync(ShardAnswer answer)
    {
        var names = await Directories.NamesAsync(GrainFactory, Key.Tenant, DirectoryKinds.Learner, [answer.LearnerId]);
        return Member(answer, names.Count > 0 ? names[0] : new(answer.LearnerId, ""));
    }

    private async Task<IReadOnlyList<GroupMember>> NamedAsync(IReadOnlyList<ShardAnswer> answers, Viewer viewer, GroupRole? role)
    {
        var seen = answers.Where(answer => viewer.Sees(answer.LearnerId)).ToDictionary(answer => answer.LearnerId);
        var names = await Directories.NamesAsync(GrainFactory, Key.Tenant, DirectoryKinds.Learner, [.. seen.Keys]);
        return [.. names.Select(name => Member(seen[name.Id], name)).Where(member => role is null || member.Role == role)];
    }

    private GroupMember Member(ShardAnswer answer, Person learner) => new(
        learner,
        answer.State,
        answer.State == MembershipState.Member ? Log.Committed.StaffRole(answer.LearnerId) ?? GroupRole.Member : null,
        answer.Since);

    /// <summary>Owners or moderators: all of them on one page, they are few.</summary>
    private Page<ShardAnswer> Leaders(GroupRole role) => new(
        [.. Log.Committed.Staff
            .Where(leader => leader.Value.Role == role)
            .OrderBy(leader => leader.Value.Since)
            .Select(leader => new ShardAnswer(leader.Key, MembershipState.Member, leader.Value.Since))],
        null);

    private IEnumerable<int> Holders(MembershipState state) =>
        Log.Committed.Shards.Values.Where(shard => shard.Counts.Of(state) > 0).Select(shard => shard.Shard).Order();
}
