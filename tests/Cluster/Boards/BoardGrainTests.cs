using System.Text.Json.Nodes;
using LmsActors.Chat;
using LmsActors.Groups;
using LmsActors.Kudos;
using LmsActors.Profiles;

namespace LmsActors.Boards;

/// <summary>Boards in a real cluster: what learners do comes to be a rank, as they want to be shown, and stays so.</summary>
public sealed class BoardGrainTests(TestSilo silo) : IClassFixture<TestSilo>
{
    private const string Received = "kudos-received.all.tenant";
    private const string Given = "kudos-given.all.tenant";
    private static int _runs;
    private readonly string _tenant = $"boards{Interlocked.Increment(ref _runs)}";

    [Fact]
    public async Task Kudos_AreRanked_WithEqualsTogether_AndGoWhenTakenBack()
    {
        await PeopleAsync("ann", "ben", "cleo", "dan");
        await GiveAsync("ann", "ben");
        await GiveAsync("cleo", "ben");
        var last = await GiveAsync("ben", "cleo");
        await GiveAsync("ben", "dan");

        await UntilAsync(Received, "1 ben 2", "2 cleo 1", "2 dan 1");
        await UntilAsync(Given, "1 ben 2", "2 ann 1", "2 cleo 1");

        await silo.Get<IKudosGrain>(_tenant, Id("cleo")).TakeBackAsync(Operation.None, Viewer("ben"), last.Id);
        await UntilAsync(Received, "1 ben 2", "2 dan 1");
        await UntilAsync(Given, "1 ann 1", "1 ben 1", "1 cleo 1");

        await silo.DeactivateAsync(Board(Received));
        await silo.DeactivateAsync(silo.Get<IStandingGrain>(_tenant, Id("ben")));
        await UntilAsync(Received, "1 ben 2", "2 dan 1");
    }

    [Theory]
    [InlineData("kudos-received.day.tenant")]
    [InlineData("kudos-received.week.tenant")]
    [InlineData("kudos-received.month.tenant")]
    public async Task Kudos_OfThePast_AreNotOnTheBoardOfNow(string board)
    {
        await PeopleAsync("ann", "ben");
        var old = new ImportedKudos("x:1", Id("ben"), "long ago", TimeProvider.System.GetUtcNow().AddDays(-40));
        Assert.Equal(1, (await silo.Get<IKudosGiverGrain>(_tenant, Id("ann")).ImportAsync("ann", [old])).Value);
        await UntilAsync(Received, "1 ben 1");

        await GiveAsync("ann", "ben");
        await UntilAsync(Received, "1 ben 2");
        await UntilAsync(board, "1 ben 1");
    }

    [Fact]
    public async Task Around_ShowsWhoIsAboveAndBelow()
    {
        var people = Enumerable.Range(0, 9).Select(i => $"p{i}").ToArray();
        await PeopleAsync(people);
        for (var i = 1; i < people.Length; i++)
        {
            await ImportAsync(people[0], people[i], i);
        }

        await UntilAsync(Received, [.. Enumerable.Range(1, 8).Select(i => $"{i} p{9 - i} {9 - i}")]);

        Assert.Equal(["3 p6 6", "4 p5 5", "5 p4 4"], await ShowAsync(Board(Received).AroundAsync(Viewer("p0"), Id("p5"), 1)));
        Assert.Equal(["1 p8 8", "2 p7 7"], await ShowAsync(Board(Received).AroundAsync(Viewer("p8"), Id("p8"), 1)));
        Assert.Equal(["2 p7 7", "6 p3 3"], await ShowAsync(Board(Received).AmongAsync(Viewer("p0"), [Id("p3"), Id("p7"), Id("nobody"), Id("p0"), Id("p7")])));
        Assert.Equal(["3 p6 6"], await ShowAsync(Board(Received).TopAsync(Viewer("p0"), 2, 1)));
        Assert.Equal("leaderboard.not-ranked", (await Board(Received).AroundAsync(Viewer("p0"), Id("p0"), 1)).Refusal?.Code);
        Assert.Equal("leaderboard.not-found", (await Board(Received).TopAsync(Viewer("p0") with { Tenant = "other" }, 0, 1)).Refusal?.Code);
    }

    /// <summary>Who does not want to be seen is in no view and no count; who goes by another name keeps the place, and nothing else tells who it is.</summary>
    [Fact]
    public async Task Appearance_IsKeptInEveryView()
    {
        await PeopleAsync("ann", "ben", "cleo");
        await ImportAsync("ann", "ben", 3);
        await ImportAsync("ann", "cleo", 2);
        await UntilAsync(Received, "1 ben 3", "2 cleo 2");

        await AppearAsync("ben", BoardVisibility.Hidden);
        await UntilAsync(Received, "1 cleo 2");
        Assert.Equal(1, (await Board(Received).TopAsync(Viewer("ann"), 0, 9)).Value!.Total);
        Assert.Equal("leaderboard.not-ranked", (await Board(Received).AroundAsync(Viewer("ben"), Id("ben"), 1)).Refusal?.Code);
        Assert.Equal(3, (await silo.Get<IStandingGrain>(_tenant, Id("ben")).OwnAsync()).Single(own => own.Board == Received).Value);
        await ImportAsync("cleo", "ben", 4);
        await TestSilo.UntilAsync(async () => (await silo.Get<IStandingGrain>(_tenant, Id("ben")).OwnAsync()).Any(own => own.Value == 7));
        await UntilAsync(Received, "1 cleo 2");

        await AppearAsync("ben", BoardVisibility.Pseudonym);
        await TestSilo.UntilAsync(async () => (await Board(Received).TopAsync(Viewer("ann"), 0, 9)).Value!.Total == 2);
        var seen = (await Board(Received).TopAsync(Viewer("ann"), 0, 9)).Value!.Items[0];
        Assert.Equal((1, null, null, 7m), (seen.Rank, seen.LearnerId, seen.ExternalId, seen.Value));
        Assert.StartsWith("Learner ", seen.Name, StringComparison.Ordinal);
        Assert.Equal("leaderboard.not-ranked", (await Board(Received).AroundAsync(Viewer("ann"), Id("ben"), 1)).Refusal?.Code);
        Assert.Empty((await Board(Received).AmongAsync(Viewer("ann"), [Id("ben")])).Value!.Items);
        var snapshot = System.Text.Encoding.UTF8.GetString((await Board(Received).ReadStreamAsync("", Viewer("ben"), null)).Value!.Snapshot!);
        Assert.DoesNotContain(Id("ben"), snapshot, StringComparison.Ordinal);
        Assert.DoesNotContain("\"ben\"", snapshot, StringComparison.Ordinal);
        Assert.Equal("1 ben 7", (await ShowAsync(Board(Received).AroundAsync(Viewer("ben"), Id("ben"), 1)))[0]);
        Assert.Equal("1 ben 7", (await ShowAsync(Board(Received).TopAsync(Viewer("ann") with { IsAdmin = true }, 0, 9)))[0]);

        await AppearAsync("ben", BoardVisibility.Named);
        await UntilAsync(Received, "1 ben 7", "2 cleo 2");
    }

    [Fact]
    public async Task Messages_InGroups_CountUntilTheyAreDeleted_AndOnlyForThoseWhoSeeTheGroup()
    {
        await PeopleAsync("ann", "ben", "cleo");
        var (ann, ben) = (Viewer("ann") with { Name = "ann" }, Viewer("ben") with { Name = "ben" });
        var groupId = Ids.Derive(_tenant, "group");
        var group = silo.Get<IGroupGrain>(_tenant, groupId);
        var room = silo.Get<IRoomGrain>(_tenant, (await group.CreateAsync(new(Operation.None, ann, "Secret", GroupKind.Secret))).Value!.RoomId!);
        Assert.True((await group.PutMemberAsync(new(Operation.None, ann, Id("ben")), null)).IsOk);
        Assert.True((await group.PutMemberAsync(new(Operation.None, ben, Id("ben")), null)).IsOk);
        foreach (var (who, count) in new[] { (ann, 2), (ben, 3) })
        {
            for (var i = 0; i < count; i++)
            {
                Assert.True((await room.PostAsync([new(who, Operation.None, $"{i}", $"{i}", null, [])]))[0].IsOk);
            }
        }

        var board = $"messages.all.group.{groupId}";
        await UntilAsync(board, "1 ben 3", "2 ann 2");
        await UntilAsync("messages.day.tenant", "1 ben 3", "2 ann 2");
        Assert.Equal("leaderboard.not-found", (await Board(board).TopAsync(Viewer("cleo"), 0, 9)).Refusal?.Code);
        Assert.Equal("leaderboard.not-found", (await Board(board).ReadStreamAsync("", Viewer("cleo"), null)).Refusal?.Code);
        Assert.Null(await Board(board).PlaceAsync(Viewer("cleo"), Id("ben")));

        foreach (var sequence in new[] { 3, 5 })
        {
            Assert.True((await room.DeleteAsync(new(ben, Operation.None, sequence))).IsOk);
        }

        await UntilAsync(board, "1 ann 2", "2 ben 1");
        await UntilAsync("messages.day.tenant", "1 ann 2", "2 ben 1");
    }

    /// <summary>Tellings that come twice, or late and in the wrong order, change nothing.</summary>
    [Fact]
    public async Task Take_OfWhatIsOld_ChangesNothing()
    {
        await PeopleAsync("ann");
        var (board, ann) = (silo.Get<IBoardKeeper>(_tenant, Received), MemberId.TryParse(Id("ann"))!.Value);

        await board.TakeAsync([new(ann, 5, 7, Shown.ByName), new(ann, 4, 6, Shown.ByName)]);
        await board.TakeAsync([new(ann, 9, 6, Shown.ByName)]);
        await board.TakeAsync([new(ann, 9, 7, Shown.Not)]);
        await UntilAsync(Received, "1 ann 5");

        await board.TakeAsync([new(ann, 0, 8, Shown.Not)]);
        await board.TakeAsync([new(ann, 5, 7, Shown.ByName)]);
        await UntilAsync(Received);
        await silo.DeactivateAsync(Board(Received));
        await UntilAsync(Received);
    }

    [Fact]
    public async Task Stream_TellsTheTop_WhenItChanges()
    {
        await PeopleAsync("ann", "ben");
        await ImportAsync("ann", "ben", 1);
        await UntilAsync(Received, "1 ben 1");
        var start = (await Board(Received).ReadStreamAsync("", Viewer("ann"), null)).Value!;
        Assert.Equal(1, Json(start.Snapshot!)["total"]!.GetValue<int>());

        await ImportAsync("ben", "ann", 2);
        StreamStart? next = null;
        await TestSilo.UntilAsync(async () =>
            (next = (await Board(Received).ReadStreamAsync("", Viewer("ann"), start.Position)).Value!).Missed.LastOrDefault() is { } last
            && Json(last.Data)["items"]!.AsArray().Select(item => (string?)item!["name"]).SequenceEqual(["ann", "ben"]));

        Assert.Equal("board-changed", next!.Missed[^1].Type);
        Assert.Equal("leaderboard.not-found", (await silo.Get<IBoardGrain>(_tenant, "no.board").ReadStreamAsync("", Viewer("ann"), null)).Refusal?.Code);
    }

    private static JsonNode Json(byte[] utf8) => JsonNode.Parse(utf8)!;

    private static string Id(string name) => Ids.Derive("board-test", name);

    private Viewer Viewer(string name) => TestSilo.Viewer(_tenant, Id(name));

    private IBoardGrain Board(string id) => silo.Get<IBoardGrain>(_tenant, BoardName.Parse(id)!.ActorId(TimeProvider.System.GetUtcNow()));

    private async Task PeopleAsync(params string[] names)
    {
        foreach (var name in names)
        {
            Assert.True((await silo.Get<IProfileGrain>(_tenant, Id(name)).CreateAsync(new(name, "employees"))).IsOk);
        }
    }

    private async Task<KudosEntry> GiveAsync(string from, string to) => (await silo.Get<IKudosGiverGrain>(_tenant, Id(from)).GiveAsync(
        new(Viewer(from) with { Name = from }, Operation.None, Id(to), "thanks", null))).Value!;

    /// <summary>As many kudos as no day allows.</summary>
    private async Task ImportAsync(string from, string to, int count)
    {
        var kudos = Enumerable.Range(0, count).Select(i => new ImportedKudos($"{from}>{to}:{i}", Id(to), "thanks", TimeProvider.System.GetUtcNow())).ToList();
        Assert.Equal(count, (await silo.Get<IKudosGiverGrain>(_tenant, Id(from)).ImportAsync(from, kudos)).Value);
    }

    private async Task AppearAsync(string name, BoardVisibility visibility) =>
        Assert.True((await silo.Get<IStandingGrain>(_tenant, Id(name)).AppearAsync(Operation.None, visibility)).IsOk);

    private async Task UntilAsync(string board, params string[] shown)
    {
        IReadOnlyList<string> seen = [];
        await TestSilo.UntilAsync(async () =>
        {
            // Equals come in the order of their ids, which says nothing.
            seen = [.. (await ShowAsync(Board(board).TopAsync(Viewer("ann"), 0, 100))).Order(StringComparer.Ordinal)];
            return seen.SequenceEqual(shown.Order(StringComparer.Ordinal));
        });
    }

    private static async Task<IReadOnlyList<string>> ShowAsync(Task<Result<BoardPage>> read) =>
        [.. (await read).Value!.Items.Select(item => $"{item.Rank} {item.Name} {item.Value:0.##}")];
}
