using System.Text.Json.Nodes;
using LmsActors.Profiles;

namespace LmsActors.Kudos;

/// <summary>Kudos in a real silo: from the giver to the receiver and back, beyond the actor's own state, and as a stream.</summary>
public sealed class KudosGrainTests(TestSilo silo) : IClassFixture<TestSilo>
{
    private static int _runs;
    private readonly string _tenant = $"kudos{Interlocked.Increment(ref _runs)}";

    [Fact]
    public async Task Give_IsWithTheReceiver_AndRememberedOnBothSides()
    {
        await PeopleAsync("ann", "ben");
        var given = (await GiveAsync("ann", "ben", "for the proof", "Logic")).Value!;
        Assert.Equal((new Person("ann", "ann"), "for the proof", "Logic"), (given.From, given.Reason, given.Skill));

        await UntilAsync("ben", summary => summary.Received == 1);
        await TestSilo.UntilAsync(async () => await Giver("ann").GivenAsync() == 1);
        await silo.DeactivateAsync(Kudos("ben"));
        await silo.DeactivateAsync(Giver("ann"));

        Assert.Equal(given, Assert.Single(await PageAsync("ben")));
        Assert.Equal(new KudosSummary(1, 1, 0, [new("Logic", 1)]), await SummaryAsync("ben"));
        Assert.Equal(new KudosSummary(0, 0, 1, []), await SummaryAsync("ann"));
    }

    [Fact]
    public async Task Give_ToWhomOneMayNot_IsRefused()
    {
        await PeopleAsync("ann", "ben");

        Assert.Equal("kudos.oneself", (await GiveAsync("ann", "ann")).Refusal?.Code);
        Assert.Equal("learner.not-found", (await GiveAsync("ann", "nobody")).Refusal?.Code);
        var apart = Viewer("ann") with { Hidden = ["ben"] };
        Assert.Equal("learner.not-found", (await Giver("ann").GiveAsync(new(apart, Operation.None, "ben", "x", null))).Refusal?.Code);
        Assert.Equal(0, (await SummaryAsync("ben")).Received);
    }

    [Fact]
    public async Task Give_RepeatedWithItsKey_IsOneKudos()
    {
        await PeopleAsync("ann", "ben");
        var command = new GiveKudos(Viewer("ann"), new(Ids.DeriveGuid("kudos"), 1), "ben", "once", null);

        var first = await Giver("ann").GiveAsync(command);
        await UntilAsync("ben", summary => summary.Received > 0);
        await silo.DeactivateAsync(Giver("ann"));
        var second = await Giver("ann").GiveAsync(command);

        Assert.Equal(first.Value!, second.Value);
        Assert.Single(await PageAsync("ben"));
        Assert.Equal("operation.reused", (await Giver("ann").GiveAsync(command with { Operation = command.Operation with { Fingerprint = 2 } })).Refusal?.Code);
    }

    [Theory]
    [InlineData("ann", null)]
    [InlineData("ben", null)]
    [InlineData("cleo", "kudos.not-yours")]
    [InlineData("admin", null)]
    public async Task TakeBack_ByWhomItConcerns_IsDone(string who, string? code)
    {
        await PeopleAsync("ann", "ben", "cleo", "admin");
        var given = (await GiveAsync("ann", "ben")).Value!;
        await UntilAsync("ben", summary => summary.Received == 1);
        var viewer = Viewer(who) with { IsAdmin = who == "admin" };

        Assert.Equal(code, (await Kudos("ben").TakeBackAsync(Operation.None, viewer, given.Id)).Refusal?.Code);

        Assert.Equal(code is null ? 0 : 1, (await SummaryAsync("ben")).Received);
        await TestSilo.UntilAsync(async () => await Giver("ann").GivenAsync() == (code is null ? 0 : 1));
        Assert.Equal(code ?? "kudos.not-found", (await Kudos("ben").TakeBackAsync(Operation.None, viewer, given.Id)).Refusal?.Code);
    }

    [Fact]
    public async Task Kudos_OfHundreds_AreAllInPages_AndCanBeTakenBack()
    {
        await PeopleAsync("ann", "ben");
        const int Count = 1_100;
        var start = new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var imported = Enumerable.Range(0, Count).Select(i => new ImportedKudos($"x:{i}", "ben", $"{i}", start.AddMinutes(i))).ToList();
        Assert.Equal(Count, (await Giver("ann").ImportAsync("Ann", imported)).Value);
        Assert.Equal(0, (await Giver("ann").ImportAsync("Ann", imported)).Value);
        await UntilAsync("ben", summary => summary.Received == Count);

        var all = await AllAsync("ben");
        Assert.Equal(Enumerable.Range(0, Count).Reverse().Select(i => $"{i}"), all.Select(kudos => kudos.Reason));
        foreach (var kudos in new[] { all[0], all[700], all[^1] })
        {
            Assert.True((await Kudos("ben").TakeBackAsync(Operation.None, Viewer("ann"), kudos.Id)).IsOk);
        }

        await silo.DeactivateAsync(Kudos("ben"));
        Assert.Equal(Count - 3, (await SummaryAsync("ben")).Received);
        Assert.Equal(all.Where((_, i) => i is not (0 or 700 or Count - 1)).Select(kudos => kudos.Id), (await AllAsync("ben")).Select(kudos => kudos.Id));
        await TestSilo.UntilAsync(async () => await Giver("ann").GivenAsync() == Count - 3);
    }

    [Fact]
    public async Task Page_AcrossABlock_HidesWhoIsKeptApart()
    {
        await PeopleAsync("ann", "ben", "cleo");
        await GiveAsync("ann", "ben", "of ann");
        await GiveAsync("cleo", "ben", "of cleo");
        await UntilAsync("ben", summary => summary.Received == 2);
        var apart = Viewer("me") with { Hidden = ["ann"] };

        Assert.Equal(["of cleo"], (await Kudos("ben").PageAsync(apart, new(10, null))).Value!.Items.Select(kudos => kudos.Reason));
        var snapshot = (await Kudos("ben").ReadStreamAsync("", apart, null)).Value!.Snapshot!;
        Assert.DoesNotContain("of ann", System.Text.Encoding.UTF8.GetString(snapshot));
        var missed = (await Kudos("ben").ReadStreamAsync("", apart, new(1, 0))).Value!;
        Assert.DoesNotContain(missed.Missed, happened => System.Text.Encoding.UTF8.GetString(happened.Data).Contains("of ann"));
        Assert.Equal("learner.not-found", (await Kudos("ben").PageAsync(Viewer("me") with { Hidden = ["ben"] }, new(10, null))).Refusal?.Code);
        Assert.Equal("learner.not-found", (await Kudos("ben").ReadStreamAsync("", new("other", "me", "Me", "employees", true, []), null)).Refusal?.Code);
    }

    [Fact]
    public async Task Stream_SnapshotAndEvents_AreTheFreshSnapshot()
    {
        await PeopleAsync("ann", "ben", "cleo");
        await GiveAsync("ann", "ben", "before");
        await UntilAsync("ben", summary => summary.Received == 1);
        var start = (await Kudos("ben").ReadStreamAsync("", Viewer("me"), null)).Value!;
        var gone = (await GiveAsync("cleo", "ben", "gone")).Value!;
        await GiveAsync("ann", "ben", "after", "C#");
        await UntilAsync("ben", summary => summary.Received == 3);
        await Kudos("ben").TakeBackAsync(Operation.None, Viewer("cleo"), gone.Id);

        var missed = (await Kudos("ben").ReadStreamAsync("", Viewer("me"), start.Position)).Value!;
        var fresh = (await Kudos("ben").ReadStreamAsync("", Viewer("me"), null)).Value!;

        Assert.Equal(JsonNode.Parse(fresh.Snapshot!)!.ToJsonString(), Fold(start.Snapshot!, missed.Missed).ToJsonString());
    }

    /// <summary>As docs/live.md says that a client does.</summary>
    private static JsonObject Fold(byte[] snapshot, IEnumerable<LiveEvent> events)
    {
        var view = JsonNode.Parse(snapshot)!.AsObject();
        var items = view["items"]!.AsArray();
        foreach (var happened in events)
        {
            var data = JsonNode.Parse(happened.Data)!;
            if (happened.Type == "kudos-received")
            {
                items.Insert(0, data["kudos"]!.DeepClone());
                view["received"] = (int)view["received"]! + 1;
            }
            else if (happened.Type == "kudos-taken-back")
            {
                items.RemoveAll(kudos => (string)kudos!["id"]! == (string)data["kudosId"]!);
                view["received"] = (int)view["received"]! - 1;
            }
        }

        return view;
    }

    private async Task PeopleAsync(params string[] names)
    {
        foreach (var name in names)
        {
            Assert.True((await silo.Get<IProfileGrain>(_tenant, name).CreateAsync(new(name, "employees"))).IsOk);
        }
    }

    private Task<Result<KudosEntry>> GiveAsync(string from, string to, string reason = "thanks", string? skill = null) =>
        Giver(from).GiveAsync(new(Viewer(from), Operation.None, to, reason, skill));

    private async Task<IReadOnlyList<KudosEntry>> PageAsync(string of) => (await Kudos(of).PageAsync(Viewer("me"), new(50, null))).Value!.Items;

    private async Task<List<KudosEntry>> AllAsync(string of)
    {
        var (all, cursor) = (new List<KudosEntry>(), (string?)null);
        do
        {
            var page = (await Kudos(of).PageAsync(Viewer("me"), new(170, cursor))).Value!;
            all.AddRange(page.Items);
            cursor = page.Next;
        }
        while (cursor is not null);
        return all;
    }

    private async Task<KudosSummary> SummaryAsync(string of) => (await Kudos(of).SummaryAsync(Viewer("me"))).Value!;

    private Task UntilAsync(string of, Func<KudosSummary, bool> isSo) => TestSilo.UntilAsync(async () => isSo(await SummaryAsync(of)));

    private IKudosGrain Kudos(string of) => silo.Get<IKudosGrain>(_tenant, of);

    private IKudosGiverGrain Giver(string of) => silo.Get<IKudosGiverGrain>(_tenant, of);

    private Viewer Viewer(string learnerId) => TestSilo.Viewer(_tenant, learnerId);
}
