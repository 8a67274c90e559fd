using LmsActors.Profiles;

namespace LmsActors.Groups;

/// <summary>Learners of the tests of groups, and what they do first.</summary>
internal sealed class GroupPeople(TestSilo silo)
{
    private const string Tenant = "t";

    public async Task<Viewer> AddAsync(string name)
    {
        var viewer = new Viewer(Tenant, Ids.New(TimeProvider.System.GetUtcNow()), name, "employees", false, []);
        Assert.True((await silo.Grains.GetGrain<IProfileGrain>(viewer.Key(viewer.LearnerId)).CreateAsync(new(name, "employees"))).IsOk);
        return viewer;
    }

    public async Task<Group> FoundAsync(Viewer owner, GroupKind kind, string name = "A group")
    {
        var group = silo.Grains.GetGrain<IGroupGrain>(owner.Key(Ids.New(TimeProvider.System.GetUtcNow())));
        return (await group.CreateAsync(new(Operation.None, owner, name, kind))).Value!;
    }

    public AboutMember About(Viewer by, Viewer about) => new(Operation.None, by, about.LearnerId);

    /// <summary>The role in a group, as the learner's memberships have it.</summary>
    public async Task<GroupRole?> RoleInAsync(Viewer viewer, string groupId) =>
        (await silo.Grains.GetGrain<IMembershipsGrain>(viewer.Key(viewer.LearnerId)).GroupsAsync()).TryGetValue(groupId, out var role) ? role : null;

    /// <summary>Waits until the answer is as expected.</summary>
    public static Task EventuallyAsync<T>(T expected, Func<Task<T>> ask) => TestSilo.UntilAsync(async () => Equals(expected, await ask()));
}
