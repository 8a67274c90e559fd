namespace LmsActors.Groups;

/// <summary>Many people at one group at once, in a real silo.</summary>
public sealed class GroupRaceTests(TestSilo silo) : IClassFixture<TestSilo>
{
    private readonly GroupPeople _people = new(silo);

    [Fact]
    public async Task Commands_AllAtOnce_KeepAnOwnerAndEndWithTruthCountsAndMembershipsEqual()
    {
        var people = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => _people.AddAsync($"P{i}")));
        for (var seed = 0; seed < 12; seed++)
        {
            var random = new Random(seed);
            var id = (await _people.FoundAsync(people[0], (GroupKind)(seed % 3))).Id;
            var group = silo.Grains.GetGrain<IGroupGrain>(people[0].Key(id));

            await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => RunAsync(group, people, random.Next(), random)));

            await AssertSettledAsync(group, id, people);
        }
    }

    [Fact]
    public async Task Join_WhileTheGroupCloses_IsAnsweredBeforeTheNewKindOrAsksUnderIt()
    {
        var people = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => _people.AddAsync($"P{i}")));
        var id = (await _people.FoundAsync(people[0], GroupKind.Open)).Id;
        var group = silo.Grains.GetGrain<IGroupGrain>(people[0].Key(id));

        var joins = people.Skip(1).Select(p => group.PutMemberAsync(_people.About(p, p), null)).ToList();
        var closed = await group.EditAsync(new(Operation.None, people[0], null, GroupKind.Closed, null));
        var members = new List<string>();
        foreach (var person in people)
        {
            members.AddRange((await group.AccessAsync(person.LearnerId)).Role is null ? [] : [person.LearnerId]);
        }

        await Task.WhenAll(joins);
        Assert.Equal(GroupKind.Closed, closed.Value!.Kind);
        foreach (var person in people)
        {
            // Nobody became a member after the closing was answered.
            Assert.Equal(members.Contains(person.LearnerId), (await group.AccessAsync(person.LearnerId)).Role is not null);
        }
    }

    private Task RunAsync(IGroupGrain group, Viewer[] people, int dice, Random random)
    {
        var by = people[random.Next(3) == 0 ? random.Next(people.Length) : 0];
        var about = _people.About(by, people[random.Next(people.Length)]);
        var someone = people[random.Next(people.Length)];
        var self = _people.About(someone, someone);
        return (dice % 8) switch
        {
            0 or 1 => group.PutMemberAsync(self, null),
            2 => group.PutMemberAsync(about, null),
            3 => group.PutMemberAsync(about, (GroupRole)random.Next(3)),
            4 => group.RemoveMemberAsync(about),
            5 => group.RemoveMemberAsync(self),
            6 => group.BanAsync(about),
            _ => group.UnbanAsync(about),
        };
    }

    private async Task AssertSettledAsync(IGroupGrain group, string id, Viewer[] people)
    {
        var admin = people[0] with { IsAdmin = true };
        var owners = (await group.MembersAsync(admin, MembershipState.Member, GroupRole.Owner, new(50, null))).Value!.Items;
        Assert.NotEmpty(owners);
        Assert.All(owners, owner => Assert.Equal(GroupRole.Owner, owner.Role));
        var roles = new Dictionary<string, GroupRole?>();
        foreach (var person in people)
        {
            var access = await group.AccessAsync(person.LearnerId);
            Assert.False(access.IsBanned && access.Role is not null);
            roles[person.LearnerId] = access.Role;
        }

        await GroupPeople.EventuallyAsync(roles.Values.Count(role => role is not null), async () => (await group.ReadAsync(admin)).Value!.MemberCount);
        var listed = (await group.MembersAsync(admin, MembershipState.Member, null, new(50, null))).Value!.Items;
        Assert.Equal(
            roles.Where(role => role.Value is not null).Select(role => (role.Key, role.Value)).Order(),
            listed.Select(member => (member.Learner.Id, member.Role)).Order());
        foreach (var person in people)
        {
            await GroupPeople.EventuallyAsync(roles[person.LearnerId], () => _people.RoleInAsync(person, id));
        }
    }
}
