using LmsActors.Chat;
using LmsActors.NameDirectory;

namespace LmsActors.Groups;

/// <summary>What a group and the room that it is born with have in common: the name, until the room is given one of its own.</summary>
public sealed class GroupRoomTests(TestSilo silo) : IClassFixture<TestSilo>
{
    private readonly GroupPeople _people = new(silo);

    [Fact]
    public async Task Edit_TheName_TheRoomTakesItOver()
    {
        var ada = await _people.AddAsync("Ada");
        var (group, room) = await FoundAsync(ada, "Knitting circle");
        await GroupPeople.EventuallyAsync(true, () => IsFoundAsync(ada, "knitting circle", group.RoomId!));

        Assert.True((await Group(ada, group).EditAsync(new(Operation.None, ada, "Crochet circle", null, null))).IsOk);

        await GroupPeople.EventuallyAsync("Crochet circle", () => NameAsync(room, ada));
        await GroupPeople.EventuallyAsync(true, () => IsFoundAsync(ada, "crochet circle", group.RoomId!));
        Assert.False(await IsFoundAsync(ada, "knitting circle", group.RoomId!));
    }

    [Fact]
    public async Task Edit_SomethingElse_TheRoomKeepsItsOwnName()
    {
        var (ada, eve) = (await _people.AddAsync("Ada"), await _people.AddAsync("Eve"));
        var (group, room) = await FoundAsync(ada, "Weavers");
        Assert.True((await room.ConfigureAsync(new(ada, Operation.None, "The yarn room", null))).IsOk);

        await Group(ada, group).EditAsync(new(Operation.None, ada, null, null, "With looms"));
        await Group(ada, group).EditAsync(new(Operation.None, ada, "Weavers", GroupKind.Closed, null));

        await GroupPeople.EventuallyAsync(false, async () => (await room.ReadAsync(eve)).IsOk);
        Assert.Equal("The yarn room", await NameAsync(room, ada));
    }

    [Fact]
    public async Task Rename_ToldAgain_DoesNotUndoANameGivenSince()
    {
        var ada = await _people.AddAsync("Ada");
        var (group, room) = await FoundAsync(ada, "Potters");
        var told = Operation.From(group.Id, "renamed", 0);

        await room.RenameAsync(told, "Ceramists");
        await room.ConfigureAsync(new(ada, Operation.None, "The kiln", null));
        await room.RenameAsync(told, "Ceramists");

        Assert.Equal("The kiln", await NameAsync(room, ada));
    }

    private static async Task<string> NameAsync(IRoomGrain room, Viewer viewer) => (await room.ReadAsync(viewer)).Value!.Name;

    private async Task<(Group Group, IRoomGrain Room)> FoundAsync(Viewer by, string name)
    {
        var group = await _people.FoundAsync(by, GroupKind.Open, name);
        return (group, silo.Grains.GetGrain<IRoomGrain>(by.Key(group.RoomId!)));
    }

    private IGroupGrain Group(Viewer viewer, Group group) => silo.Grains.GetGrain<IGroupGrain>(viewer.Key(group.Id));

    private async Task<bool> IsFoundAsync(Viewer viewer, string name, string roomId) =>
        (await Directories.FindAsync(silo.Grains, viewer.Tenant, DirectoryKinds.Room, new DirectoryQuery { Name = name }, new(50, null)))
            .Items.Any(hit => hit.Id == roomId);
}
