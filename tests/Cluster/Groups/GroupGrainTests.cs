using LmsActors.Chat;

namespace LmsActors.Groups;

/// <summary>Groups in a real silo: doors, leaders, and what others get to know.</summary>
public sealed class GroupGrainTests(TestSilo silo) : IClassFixture<TestSilo>
{
    private readonly GroupPeople _people = new(silo);

    [Fact]
    public async Task Create_AnOpenGroup_HasItsRoomItsOwnerAndIsFound()
    {
        var ada = await _people.AddAsync("Ada");

        var group = await _people.FoundAsync(ada, GroupKind.Open, "Knitting circle");

        Assert.Equal((1, GroupRole.Owner, MembershipState.Member), (group.MemberCount, group.MyRole, group.MyState));
        Assert.True((await silo.Grains.GetGrain<IRoomGrain>(ada.Key(group.RoomId!)).ReadAsync(ada)).IsOk);
        await GroupPeople.EventuallyAsync(GroupRole.Owner, () => _people.RoleInAsync(ada, group.Id));
        var stranger = await _people.AddAsync("Stranger");
        await GroupPeople.EventuallyAsync(true, async () => (await FoundIdsAsync(stranger, "knitting CIRCLE")).Contains(group.Id));
    }

    [Fact]
    public async Task Create_TheSameOperationAgain_GivesTheSameGroup()
    {
        var ada = await _people.AddAsync("Ada");
        var operation = Operation.From(ada.LearnerId, "key", 1);
        var command = new CreateGroup(operation, ada, "Once", GroupKind.Closed);
        var group = silo.Grains.GetGrain<IGroupGrain>(ada.Key(Ids.Derive("group", ada.LearnerId, "key")));

        var first = await group.CreateAsync(command);
        var second = await group.CreateAsync(command);

        Assert.Equal(first.Value, second.Value);
        Assert.Equal("operation.reused", (await group.CreateAsync(command with { Operation = operation with { Fingerprint = 2 } })).Refusal?.Code);
    }

    [Fact]
    public async Task Join_AClosedGroup_IsARequestUntilApproved()
    {
        var (ada, bob) = (await _people.AddAsync("Ada"), await _people.AddAsync("Bob"));
        var id = (await _people.FoundAsync(ada, GroupKind.Closed)).Id;

        var asked = await Group(id).PutMemberAsync(_people.About(bob, bob), null);
        Assert.Equal(MembershipState.Requested, asked.Value!.State);
        var seen = (await Group(id).ReadAsync(bob)).Value!;
        Assert.Equal((MembershipState.Requested, (string?)null, 1), (seen.MyState, seen.RoomId, seen.MemberCount));
        Assert.Equal("group.members-only", (await Group(id).MembersAsync(bob, MembershipState.Member, null, new(50, null))).Refusal?.Code);
        await GroupPeople.EventuallyAsync(1, async () => (await Group(id).ReadAsync(ada)).Value!.RequestCount);
        Assert.Equal([new Person(bob.LearnerId, "Bob")], await ListedAsync(id, ada, MembershipState.Requested));

        var approved = await Group(id).PutMemberAsync(_people.About(ada, bob), null);

        Assert.Equal((MembershipState.Member, GroupRole.Member), (approved.Value!.State, approved.Value.Role));
        await GroupPeople.EventuallyAsync(2, async () => (await Group(id).ReadAsync(bob)).Value!.MemberCount);
        await GroupPeople.EventuallyAsync(GroupRole.Member, () => _people.RoleInAsync(bob, id));
    }

    [Fact]
    public async Task SecretGroup_ForStrangersAndTheBanned_DoesNotExist()
    {
        var (ada, bob, eve) = (await _people.AddAsync("Ada"), await _people.AddAsync("Bob"), await _people.AddAsync("Eve"));
        var id = (await _people.FoundAsync(ada, GroupKind.Secret, "Cabal of the moon")).Id;
        await Group(id).PutMemberAsync(_people.About(ada, bob), null);
        Assert.Equal(MembershipState.Invited, (await Group(id).ReadAsync(bob)).Value!.MyState);
        await GroupPeople.EventuallyAsync(id, async () => (await Mine(bob).PageAsync(bob, MembershipState.Invited, new(50, null))).Items.SingleOrDefault()?.Id);
        await Group(id).PutMemberAsync(_people.About(bob, bob), null);
        await Group(id).BanAsync(_people.About(ada, bob));

        foreach (var outsider in new[] { bob, eve })
        {
            var about = _people.About(outsider, outsider);
            Assert.Equal("group.not-found", (await Group(id).ReadAsync(outsider)).Refusal?.Code);
            Assert.Equal("group.not-found", (await Group(id).PutMemberAsync(about, null)).Refusal?.Code);
            Assert.Equal("group.not-found", (await Group(id).RemoveMemberAsync(about)).Refusal?.Code);
            Assert.Equal("group.not-found", (await Group(id).BanAsync(_people.About(outsider, ada))).Refusal?.Code);
            Assert.Equal("group.not-found", (await Group(id).MembersAsync(outsider, MembershipState.Banned, null, new(50, null))).Refusal?.Code);
            Assert.DoesNotContain(id, await FoundIdsAsync(outsider, "cabal"));
        }

        Assert.Contains(id, await FoundIdsAsync(ada, "cabal"));
    }

    [Fact]
    public async Task LastOwner_CannotLeave_ButCanHandOver()
    {
        var (ada, bob) = (await _people.AddAsync("Ada"), await _people.AddAsync("Bob"));
        var id = (await _people.FoundAsync(ada, GroupKind.Open)).Id;
        await Group(id).PutMemberAsync(_people.About(bob, bob), null);

        Assert.Equal("group.last-owner", (await Group(id).RemoveMemberAsync(_people.About(ada, ada))).Refusal?.Code);
        Assert.Equal(GroupRole.Owner, (await Group(id).PutMemberAsync(_people.About(ada, bob), GroupRole.Owner)).Value!.Role);
        Assert.True((await Group(id).RemoveMemberAsync(_people.About(ada, ada))).IsOk);

        Assert.Null(await Group(id).RoleOfAsync(ada.LearnerId));
        Assert.Equal(GroupRole.Owner, await Group(id).RoleOfAsync(bob.LearnerId));
        await GroupPeople.EventuallyAsync(null, () => _people.RoleInAsync(ada, id));
        await GroupPeople.EventuallyAsync(1, async () => (await Group(id).ReadAsync(bob)).Value!.MemberCount);
    }

    [Fact]
    public async Task Invite_AcrossABlockOrNobody_IsRefusedAlike()
    {
        var (ada, bob) = (await _people.AddAsync("Ada"), await _people.AddAsync("Bob"));
        var id = (await _people.FoundAsync(ada, GroupKind.Open)).Id;

        var apart = await Group(id).PutMemberAsync(_people.About(ada with { Hidden = [bob.LearnerId] }, bob), null);
        var nobody = await Group(id).PutMemberAsync(_people.About(ada, bob) with { LearnerId = "nobody" }, null);

        Assert.Equal("learner.not-found", apart.Refusal?.Code);
        Assert.Equal(apart.Refusal, nobody.Refusal);
        Assert.Equal(new GroupAccess(GroupKind.Open, null, false), await Group(id).AccessAsync(bob.LearnerId));
    }

    [Fact]
    public async Task Members_KeptApartByABlock_AreLeftOutOfTheList()
    {
        var (ada, bob) = (await _people.AddAsync("Ada"), await _people.AddAsync("Bob"));
        var id = (await _people.FoundAsync(ada, GroupKind.Open)).Id;
        await Group(id).PutMemberAsync(_people.About(bob, bob), null);

        await GroupPeople.EventuallyAsync(2, async () => (await ListedAsync(id, ada, MembershipState.Member)).Count);
        Assert.Equal(["Ada"], (await ListedAsync(id, ada with { Hidden = [bob.LearnerId] }, MembershipState.Member)).Select(p => p.Name));
    }

    [Fact]
    public async Task Close_ByTheOwner_EndsEverythingForEveryone()
    {
        var (ada, bob) = (await _people.AddAsync("Ada"), await _people.AddAsync("Bob"));
        var group = await _people.FoundAsync(ada, GroupKind.Open, "Short lived");
        await Group(group.Id).PutMemberAsync(_people.About(bob, bob), null);

        Assert.Equal("group.not-an-owner", (await Group(group.Id).CloseAsync(Operation.None, bob)).Refusal?.Code);
        Assert.True((await Group(group.Id).CloseAsync(Operation.None, ada)).IsOk);

        Assert.Equal("group.not-found", (await Group(group.Id).ReadAsync(ada)).Refusal?.Code);
        Assert.Equal(GroupAccess.Nowhere, await Group(group.Id).AccessAsync(ada.LearnerId));
        Assert.Equal("group.not-found", (await Group(group.Id).PutMemberAsync(_people.About(bob, bob), null)).Refusal?.Code);
        await GroupPeople.EventuallyAsync(false, async () => (await silo.Grains.GetGrain<IRoomGrain>(bob.Key(group.RoomId!)).ReadAsync(bob)).IsOk);
        await GroupPeople.EventuallyAsync(null, () => _people.RoleInAsync(ada, group.Id));
        await GroupPeople.EventuallyAsync(null, () => _people.RoleInAsync(bob, group.Id));
        Assert.DoesNotContain(group.Id, await FoundIdsAsync(bob, "short lived"));
    }

    [Fact]
    public async Task Remove_AMember_TakesTheRoomOfAClosedGroupAway()
    {
        var (ada, bob) = (await _people.AddAsync("Ada"), await _people.AddAsync("Bob"));
        var group = await _people.FoundAsync(ada, GroupKind.Closed);
        await Group(group.Id).PutMemberAsync(_people.About(ada, bob), null);
        await Group(group.Id).PutMemberAsync(_people.About(bob, bob), null);
        var room = silo.Grains.GetGrain<IRoomGrain>(bob.Key(group.RoomId!));
        Assert.True((await room.ReadAsync(bob)).IsOk);

        Assert.True((await Group(group.Id).RemoveMemberAsync(_people.About(ada, bob))).IsOk);

        await GroupPeople.EventuallyAsync(false, async () => (await room.ReadAsync(bob)).IsOk);
    }

    [Fact]
    public async Task Import_ThousandsTwice_HasEachOnceInManyShards()
    {
        var ada = await _people.AddAsync("Ada");
        var ids = Enumerable.Range(0, 3000).Select(i => Ids.Derive("imported", i.ToString())).ToList();
        var command = new ImportGroup("angular/angular.js", GroupKind.Open, "gitter:1", ids, DateTimeOffset.UnixEpoch);
        var group = Group(GroupIds.Imported("t", "gitter:1"));

        Assert.True((await group.ImportAsync(command)).IsOk);
        Assert.True((await group.ImportAsync(command with { MemberIds = [.. ids, ada.LearnerId] })).IsOk);

        await GroupPeople.EventuallyAsync(3001, async () => (await group.ReadAsync(ada)).Value!.MemberCount);
        Assert.Equal(GroupRole.Member, await group.RoleOfAsync(ids[2999]));
        Assert.Equal(GroupRole.Member, await group.RoleOfAsync(ids[0]));
        Assert.Equal(DateTimeOffset.UnixEpoch, (await group.ReadAsync(ada)).Value!.CreatedAt);
        Assert.True((await group.RemoveMemberAsync(_people.About(ada, ada))).IsOk);
        await GroupPeople.EventuallyAsync(3000, async () => (await group.ReadAsync(ada)).Value!.MemberCount);
    }

    [Fact]
    public async Task Members_PageByPage_AreAllAndEachOnce()
    {
        var ada = await _people.AddAsync("Ada");
        var id = (await _people.FoundAsync(ada, GroupKind.Open)).Id;
        var names = Enumerable.Range(0, 7).Select(i => $"Member {i}").ToList();
        foreach (var name in names)
        {
            var learner = await _people.AddAsync(name);
            await Group(id).PutMemberAsync(_people.About(learner, learner), null);
        }

        await GroupPeople.EventuallyAsync(8, async () => (await Group(id).ReadAsync(ada)).Value!.MemberCount);
        var (found, cursor) = (new List<string>(), (string?)null);
        do
        {
            var page = (await Group(id).MembersAsync(ada, MembershipState.Member, null, new(3, cursor))).Value!;
            found.AddRange(page.Items.Select(member => member.Learner.Name));
            cursor = page.Next;
        }
        while (cursor is not null);

        Assert.Equal([.. names.Order(), "Ada"], found.Order().Where(n => n != "Ada").Append("Ada"));
        var owners = await Group(id).MembersAsync(ada, MembershipState.Member, GroupRole.Owner, new(3, null));
        Assert.Equal(["Ada"], owners.Value!.Items.Select(member => member.Learner.Name));
    }

    [Fact]
    public async Task Everything_AfterReactivation_IsReadFromTheLogs()
    {
        var (ada, bob, eve) = (await _people.AddAsync("Ada"), await _people.AddAsync("Bob"), await _people.AddAsync("Eve"));
        var id = (await _people.FoundAsync(ada, GroupKind.Closed)).Id;
        await Group(id).PutMemberAsync(_people.About(bob, bob), null);
        await Group(id).PutMemberAsync(_people.About(ada, bob), null);
        await Group(id).PutMemberAsync(_people.About(ada, bob), GroupRole.Moderator);
        await Group(id).BanAsync(_people.About(bob, eve));
        await GroupPeople.EventuallyAsync(GroupRole.Moderator, () => _people.RoleInAsync(bob, id));
        await GroupPeople.EventuallyAsync(2, async () => (await Group(id).ReadAsync(bob)).Value!.MemberCount);
        await GroupPeople.EventuallyAsync(1, async () => (await ListedAsync(id, ada, MembershipState.Banned)).Count);
        var before = (await Group(id).ReadAsync(bob)).Value;

        await silo.DeactivateAsync(Group(id));
        await silo.DeactivateAsync(silo.Grains.GetGrain<IMemberShardGrain>(ada.Key(MemberShards.Id(id, 0))));
        await silo.DeactivateAsync(Mine(bob));

        Assert.Equal(before, (await Group(id).ReadAsync(bob)).Value);
        Assert.Equal(["Eve"], (await ListedAsync(id, bob, MembershipState.Banned)).Select(person => person.Name));
        Assert.Equal(GroupRole.Moderator, await _people.RoleInAsync(bob, id));
        Assert.Equal(new GroupAccess(GroupKind.Closed, null, true), await Group(id).AccessAsync(eve.LearnerId));
    }

    [Fact]
    public async Task Find_ByAnExternalId_FindsTheImportedGroup()
    {
        var ada = await _people.AddAsync("Ada");
        var id = GroupIds.Imported("t", "gitter:room:7");
        await Group(id).ImportAsync(new("scala/scala", GroupKind.Open, "gitter:room:7", [], DateTimeOffset.UnixEpoch));

        var found = await Mine(ada).FindAsync(ada, null, "gitter:room:7", new(50, null));

        Assert.Equal(id, Assert.Single(found.Items).Id);
        Assert.NotNull((await silo.Grains.GetGrain<IRoomGrain>(ada.Key(found.Items[0].RoomId!)).ReadAsync(ada)).Value);
    }

    private IGroupGrain Group(string id) => silo.Grains.GetGrain<IGroupGrain>(new ActorKey("t", id).ToString());

    private IMembershipsGrain Mine(Viewer viewer) => silo.Grains.GetGrain<IMembershipsGrain>(viewer.Key(viewer.LearnerId));

    private async Task<IReadOnlyList<string>> FoundIdsAsync(Viewer viewer, string name) =>
        [.. (await Mine(viewer).FindAsync(viewer, name, null, new(50, null))).Items.Select(group => group.Id)];

    private async Task<IReadOnlyList<Person>> ListedAsync(string id, Viewer viewer, MembershipState state) =>
        [.. (await Group(id).MembersAsync(viewer, state, null, new(50, null))).Value!.Items.Select(member => member.Learner)];
}
