using CsCheck;

namespace LmsActors.Groups;

public sealed class GroupPropertyTests
{
    /// <summary>Verbs as often as they are drawn.</summary>
    private static readonly GroupVerb[] Verbs =
    [
        GroupVerb.Put, GroupVerb.Put, GroupVerb.Put, GroupVerb.GiveRole, GroupVerb.GiveRole,
        GroupVerb.Remove, GroupVerb.Ban, GroupVerb.Unban, GroupVerb.Edit,
    ];

    private static readonly Gen<string> Person = Gen.Int[0, GroupWorld.People.Length - 1].Select(i => GroupWorld.People[i]);

    private static readonly Gen<GroupCommand> Command = Gen.Select(
        Gen.Int[0, Verbs.Length - 1].Select(i => Verbs[i]),
        Gen.OneOf(Gen.Const("ada"), Person),
        Person,
        Gen.Enum<GroupRole>(),
        Gen.Enum<GroupKind>(),
        (verb, by, about, role, kind) => new GroupCommand(verb, verb == GroupVerb.Put && (int)role == 0 ? about : by, about, role, kind));

    /// <summary>A command that begins, a step of one under way, a delivery, or (seldom) a crash.</summary>
    private static readonly Gen<Action<GroupWorld>> Step = Gen.Frequency(
        (4, Command.Select<GroupCommand, Action<GroupWorld>>(command => world => world.Begin(command))),
        (8, Person.Select<string, Action<GroupWorld>>(person => world => world.Advance(person))),
        (3, Delivery()),
        (1, Gen.Const<Action<GroupWorld>>(world => world.Crash())));

    [Fact]
    public void Commands_OneAfterAnother_LeadToWhatTheOracleSays() => Gen
        .Select(Gen.Enum<GroupKind>(), Gen.Select(Command, Delivery()).Array[0, 60])
        .Sample(
            (kind, commands) =>
            {
                var (world, oracle) = (new GroupWorld(kind), new GroupOracle(kind));
                foreach (var (command, deliver) in commands)
                {
                    world.Run(command);
                    oracle.Run(command);
                    deliver(world);
                    Assert.All(GroupWorld.People, person => Assert.Equal(oracle.Of(person), Place(world, person)));
                }

                world.DeliverAll();
                AssertSettled(world);
            },
            iter: 4000);

    [Fact]
    public void Commands_InAnyInterleaving_KeepTheInvariants() => Gen
        .Select(Gen.Enum<GroupKind>(), Step.Array[0, 120])
        .Sample(
            (kind, steps) =>
            {
                var world = new GroupWorld(kind);
                foreach (var step in steps)
                {
                    step(world);
                    AssertLed(world);
                }

                world.Finish();
                world.DeliverAll();
                AssertSettled(world);
            },
            iter: 4000);

    private static Gen<Action<GroupWorld>> Delivery() => Gen.Select(Gen.Int[0, 2], Gen.Int[0, 3], Gen.Int[0, 4])
        .Select<(int Source, int Again, int Count), Action<GroupWorld>>(d => world => world.Deliver(d.Source, d.Again, d.Count));

    /// <summary>At any moment: someone owns the group, and every leader is a member, hence nobody banned.</summary>
    private static void AssertLed(GroupWorld world)
    {
        Assert.InRange(world.State.CountOf(GroupRole.Owner), 1, GroupRules.MaxOwners);
        Assert.All(world.State.Staff.Keys, leader => Assert.Equal(MembershipState.Member, world.Of(leader)));
    }

    /// <summary>Once all is delivered: counts and memberships say what the group says.</summary>
    private static void AssertSettled(GroupWorld world)
    {
        AssertLed(world);
        Assert.Equal(GroupWorld.People.Count(person => world.RoleOf(person) is not null), world.State.MemberCount);
        Assert.Equal(GroupWorld.People.Count(person => world.Of(person) == MembershipState.Requested), world.State.RequestCount);
        foreach (var person in GroupWorld.People)
        {
            var place = world.Memberships[person].Places.GetValueOrDefault("g");
            Assert.Equal(world.RoleOf(person), place.Role);
            Assert.Equal(world.Of(person), place.Standing);
        }
    }

    private static string Place(GroupWorld world, string person) =>
        (world.RoleOf(person)?.ToString() ?? world.Of(person).ToString()).ToLowerInvariant();
}
