using System.Text.Json;
using Microsoft.Playwright;

namespace LmsActors.Web;

/// <summary>
/// Two people in two browsers: they meet, post, found a group, chat; the server is killed in mid-sentence and comes back. What was
/// acknowledged is there, nothing stands twice, and both browsers catch up by themselves.
/// </summary>
public sealed class WalkTests(Chromium chromium)
{
    private const string InTheMiddle = "Let us meet at noon";
    private const string Committed = "It reached the disk, but not the answer";
    private const string Unfinished = "What I was about to say is";

    [Fact]
    public async Task TwoPeople_ServerKilledInMidSentence_NothingIsLostOrDoubled()
    {
        await using var server = await Server.StartAsync();
        await using var ada = await chromium.OpenAsync(server);
        await using var ben = await chromium.OpenAsync(server);
        await ada.RegisterAsync("Ada Lovelace");
        await ben.RegisterAsync("Ben Carter");

        await FollowAsync(ada, ben);
        await FollowAsync(ben, ada);
        await PostAsync(ada, reader: ben);
        var group = await FoundGroupAsync(ada);
        await JoinAsync(ben, group);
        await ChatAsync(ada, ben);
        await KillInMidSentenceAsync(server, ada, ben);

        await AllIsThereOnceAsync(ada, ben);
        await ada.Page.ReloadAsync();
        await Assertions.Expect(ada.LiveRoom).ToBeVisibleAsync();
        await Assertions.Expect(ada.Composer).ToHaveValueAsync(Unfinished);
    }

    private static async Task FollowAsync(Someone who, Someone whom)
    {
        await who.Page.GotoAsync($"/learners/{whom.LearnerId}");
        await who.Page.GetByRole(AriaRole.Button, new() { Name = "Follow", Exact = true }).ClickAsync();
        await Assertions.Expect(who.Page.GetByRole(AriaRole.Button, new() { Name = "Following" })).ToBeVisibleAsync();
        await who.ShootAsync($"learner-{whom.Name}");
    }

    private static async Task PostAsync(Someone author, Someone reader)
    {
        await author.Page.GotoAsync("/");
        await reader.Page.GotoAsync("/");
        await Assertions.Expect(reader.LiveFeed).ToBeVisibleAsync();
        await Assertions.Expect(author.LiveFeed).ToBeVisibleAsync();
        await reader.Page.EvaluateAsync("window.isSamePage = true");
        await author.Page.GetByLabel("Write a post").FillAsync("I have written **notes** on the analytical engine. Questions welcome!");
        await author.Page.GetByRole(AriaRole.Button, new() { Name = "Post", Exact = true }).ClickAsync();

        var arrived = reader.Page.Locator("article.post").Filter(new() { HasText = "analytical engine" });
        await Assertions.Expect(arrived).ToHaveCountAsync(1);
        await Assertions.Expect(arrived.Locator("strong")).ToHaveTextAsync("notes");
        Assert.True(await reader.Page.EvaluateAsync<bool>("window.isSamePage === true"));
        await Assertions.Expect(author.Page.Locator("article.post")).ToHaveCountAsync(1);

        await arrived.GetByRole(AriaRole.Button, new() { Name = "Comment" }).ClickAsync();
        await arrived.GetByLabel("Write a comment").FillAsync("Could it compose music?");
        await arrived.GetByLabel("Write a comment").PressAsync("Enter");
        await Assertions.Expect(arrived.Locator("li.comment:not(.pending)")).ToHaveCountAsync(1);
        await reader.ShootAsync("home-feed");
    }

    private static async Task<string> FoundGroupAsync(Someone founder)
    {
        await founder.Page.GotoAsync("/groups/new");
        await founder.Page.GetByLabel("Name").FillAsync("Analytical engines");
        await founder.Page.GetByLabel("What it is about").FillAsync("Reading the notes together");
        await founder.Page.GetByRole(AriaRole.Button, new() { Name = "Create group" }).ClickAsync();
        await Assertions.Expect(founder.LiveRoom).ToBeVisibleAsync();
        return new Uri(founder.Page.Url).AbsolutePath;
    }

    private static async Task JoinAsync(Someone joiner, string group)
    {
        await joiner.Page.GotoAsync(group);
        await joiner.Page.GetByRole(AriaRole.Button, new() { Name = "Join group" }).ClickAsync();
        await Assertions.Expect(joiner.Composer).ToBeVisibleAsync();
        await Assertions.Expect(joiner.LiveRoom).ToBeVisibleAsync();
    }

    private static async Task ChatAsync(Someone ada, Someone ben)
    {
        await ben.SayAsync("Hello Ada! Where do we start?");
        await Assertions.Expect(ada.Acknowledged("Where do we start?")).ToHaveCountAsync(1);
        await ada.Composer.PressSequentiallyAsync("With note");
        await Assertions.Expect(ben.Page.GetByText("Ada Lovelace is typing…")).ToBeVisibleAsync();
        await ben.ShootAsync("room-typing");
        await ada.SayAsync("With note **G**, of course");
        await Assertions.Expect(ben.Acknowledged("With note G, of course")).ToHaveCountAsync(1);
        await Assertions.Expect(ada.Page.GetByText("2 here")).ToBeVisibleAsync();
    }

    /// <summary>
    /// One message is on the disk when its answer gets lost, one is on its way when the server stands still, a third is being typed:
    /// then the process is killed and started again.
    /// </summary>
    private static async Task KillInMidSentenceAsync(Server server, Someone ada, Someone ben)
    {
        await LoseAnswersAsync(ben);
        await ben.SayAsync(Committed);
        await Assertions.Expect(ada.Acknowledged(Committed)).ToHaveCountAsync(1);

        server.Freeze();
        await ada.SayAsync(InTheMiddle);
        await Assertions.Expect(ada.Said(InTheMiddle)).ToContainTextAsync("Sending…");
        await ada.Composer.PressSequentiallyAsync(Unfinished);
        await server.KillAsync();
        await Assertions.Expect(ada.Page.GetByText("Reconnecting…")).ToBeVisibleAsync();
        await ada.ShootAsync("room-while-killed");
        await ben.Page.UnrouteAllAsync(new() { Behavior = UnrouteBehavior.IgnoreErrors });
        await server.StartAgainAsync();
    }

    /// <summary>From now on messages are sent and committed, and their answers never arrive.</summary>
    private static Task LoseAnswersAsync(Someone who) => who.Page.RouteAsync("**/api/v1/rooms/*/messages", async route =>
    {
        await route.FetchAsync();
        await route.AbortAsync();
    });

    private static async Task AllIsThereOnceAsync(Someone ada, Someone ben)
    {
        string[] said = ["Where do we start?", "With note G, of course", Committed, InTheMiddle];
        foreach (var someone in new[] { ada, ben })
        {
            foreach (var text in said)
            {
                await Assertions.Expect(someone.Acknowledged(text)).ToHaveCountAsync(1);
                await Assertions.Expect(someone.Said(text)).ToHaveCountAsync(1);
            }

            await Assertions.Expect(someone.Page.GetByText("Reconnecting…")).ToBeHiddenAsync();
            Assert.Equal(said.Length, await someone.Page.Locator("[data-part='messages'] .message").CountAsync());
        }

        await Assertions.Expect(ada.Composer).ToHaveValueAsync(Unfinished);
        await ada.ShootAsync("room-after-restart");
        Assert.Equal(await SequencesAsync(ada), await SequencesAsync(ben));
        await ben.SayAsync("Still here!");
        await Assertions.Expect(ada.Acknowledged("Still here!")).ToHaveCountAsync(1);
    }

    /// <summary>The numbers of the room's messages as the server has them, oldest first: 1, 2, 3… without gap.</summary>
    private static async Task<IReadOnlyList<int>> SequencesAsync(Someone who)
    {
        var room = await who.Page.Locator("lms-room").GetAttributeAsync("room-id");
        var answer = await who.Page.EvaluateAsync<JsonElement>($"fetch('/api/v1/rooms/{room}/messages').then(answer => answer.json())");
        var sequences = answer.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("sequence").GetInt32()).Reverse().ToList();
        Assert.Equal(Enumerable.Range(1, sequences.Count), sequences);
        return sequences;
    }
}
