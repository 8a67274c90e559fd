namespace LmsActors.Groups;

public sealed class GroupRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly Viewer Owner = GroupWorld.Viewer("ada");

    [Fact]
    public void Create_TheSameAgain_ChangesNothing()
    {
        var state = Founded(GroupKind.Open);

        Assert.Empty(GroupRules.Create(state, new(Operation.None, Owner, "g", GroupKind.Open), Now).Events);
        Assert.Equal("group.exists", GroupRules.Create(state, new(Operation.None, GroupWorld.Viewer("bob"), "g", GroupKind.Open), Now).Refusal?.Code);
    }

    [Theory]
    [InlineData(GroupKind.Open, "group.not-a-moderator")]
    [InlineData(GroupKind.Closed, "group.not-a-moderator")]
    [InlineData(GroupKind.Secret, "group.not-found")]
    public void Edit_ByAStranger_IsRefusedAsTheKindDemands(GroupKind kind, string code) =>
        Assert.Equal(code, GroupRules.Edit(Founded(kind), Edit(GroupWorld.Viewer("eve"), "other"), MembershipState.None).Refusal?.Code);

    [Fact]
    public void Edit_ByATenantsAdministrator_IsDone() =>
        Assert.Single(GroupRules.Edit(Founded(GroupKind.Secret), Edit(GroupWorld.Viewer("eve", isAdmin: true), "other"), MembershipState.None).Events);

    [Fact]
    public void Edit_ToWhatItIs_ChangesNothing() =>
        Assert.Empty(GroupRules.Edit(Founded(GroupKind.Open), Edit(Owner, "g"), MembershipState.Member).Events);

    [Theory]
    [InlineData("other", true)]
    [InlineData("g", false)]
    [InlineData(null, false)]
    public void Edit_SaysWhetherTheNameIsAnother(string? name, bool isRenamed)
    {
        var edit = new EditGroup(Operation.None, Owner, name, null, "described");
        var edited = Assert.Single(GroupRules.Edit(Founded(GroupKind.Open), edit, MembershipState.Member).Events);
        Assert.Equal(isRenamed, Assert.IsType<GroupEdited>(edited).IsRenamed);
    }

    [Theory]
    [InlineData("", "", "group.name-invalid")]
    [InlineData("two\nlines", "", "group.name-invalid")]
    [InlineData("abc\u202Edef", "", "group.name-invalid")]
    [InlineData("ok", "bell\u0007", "group.description-invalid")]
    [InlineData("ok", "two\nlines", null)]
    public void Create_ByTexts_IsRefusedOrNot(string name, string description, string? code)
    {
        Assert.Equal(code, GroupRules.Create(new(), new(Operation.None, Owner, name, GroupKind.Open, description), Now).Refusal?.Code);
        Assert.Equal(code, GroupRules.Edit(
            Founded(GroupKind.Open), new(Operation.None, Owner, name, null, description), MembershipState.Member).Refusal?.Code);
    }

    [Fact]
    public void Unseat_TheLastOwner_IsRefusedEvenToAnAdministrator()
    {
        var about = new AboutMember(Operation.None, GroupWorld.Viewer("eve", isAdmin: true), "ada");

        Assert.Equal("group.last-owner", GroupRules.Unseat(Founded(GroupKind.Open), about, MembershipState.None).Refusal?.Code);
    }

    [Fact]
    public void Unseat_AModeratorByAModerator_IsRefused()
    {
        var state = With(With(Founded(GroupKind.Open), "bob", GroupRole.Moderator), "cyd", GroupRole.Moderator);

        Assert.Equal(
            "group.not-an-owner",
            GroupRules.Unseat(state, new(Operation.None, GroupWorld.Viewer("bob"), "cyd"), MembershipState.Member).Refusal?.Code);
    }

    [Fact]
    public void GiveRole_BeyondTheNumbers_IsRefused()
    {
        var owners = Enumerable.Range(0, GroupRules.MaxOwners - 1).Aggregate(Founded(GroupKind.Open), (s, i) => With(s, $"o{i}", GroupRole.Owner));
        var moderators = Enumerable.Range(0, GroupRules.MaxModerators).Aggregate(owners, (s, i) => With(s, $"m{i}", GroupRole.Moderator));

        Assert.Equal("group.too-many-owners", Give(moderators, GroupRole.Owner));
        Assert.Equal("group.too-many-moderators", Give(moderators, GroupRole.Moderator));
    }

    [Fact]
    public void Count_AnOlderReport_ChangesNothing()
    {
        var state = Founded(GroupKind.Open).Apply(new(2, Now, new ShardCounted(new(0, 7, new(5, 0, 0, 0)))));

        Assert.Empty(GroupRules.Count(state, new(0, 7, new(4, 0, 0, 0))).Events);
        Assert.Equal(5, state.MemberCount);
        Assert.Single(GroupRules.Count(state, new(1, 1, new(4, 0, 0, 0))).Events);
    }

    [Fact]
    public void View_ForAStranger_ShowsTheRoomOfAnOpenGroupOnly()
    {
        var eve = GroupWorld.Viewer("eve");

        Assert.Equal("room", GroupRules.View(Founded(GroupKind.Open), "g", "room", eve, MembershipState.None).RoomId);
        Assert.Null(GroupRules.View(Founded(GroupKind.Closed), "g", "room", eve, MembershipState.None).RoomId);
        Assert.Null(GroupRules.View(Founded(GroupKind.Open), "g", "room", eve, MembershipState.Banned).RoomId);
        Assert.Equal("room", GroupRules.View(Founded(GroupKind.Closed), "g", "room", eve, MembershipState.Member).RoomId);
    }

    [Theory]
    [InlineData(GroupKind.Open, MembershipState.None, null)]
    [InlineData(GroupKind.Open, MembershipState.Banned, "group.members-only")]
    [InlineData(GroupKind.Closed, MembershipState.None, "group.members-only")]
    [InlineData(GroupKind.Closed, MembershipState.Invited, "group.members-only")]
    [InlineData(GroupKind.Closed, MembershipState.Member, null)]
    [InlineData(GroupKind.Secret, MembershipState.None, "group.not-found")]
    [InlineData(GroupKind.Secret, MembershipState.Banned, "group.not-found")]
    [InlineData(GroupKind.Secret, MembershipState.Invited, "group.members-only")]
    [InlineData(GroupKind.Secret, MembershipState.Member, null)]
    public void RequireReader_ByKindAndStanding_Says(GroupKind kind, MembershipState standing, string? code) =>
        Assert.Equal(code, GroupRules.RequireReader(Founded(kind), GroupWorld.Viewer("eve"), standing)?.Code);

    private static string? Give(GroupState state, GroupRole role) =>
        GroupRules.GiveRole(state, new(Operation.None, Owner, "zoe"), role, MembershipState.Member).Refusal?.Code;

    private static EditGroup Edit(Viewer viewer, string name) => new(Operation.None, viewer, name, null, null);

    private static GroupState Founded(GroupKind kind) => new GroupState().Apply(new(1, Now, new GroupCreated("g", kind, "", "ada", null, Now)));

    private static GroupState With(GroupState state, string learner, GroupRole role) => state.Apply(new(1, Now, new RoleGiven(learner, role)));
}
