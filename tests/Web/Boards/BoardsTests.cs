using LmsActors.Web;
using Microsoft.Playwright;

namespace LmsActors.Boards;

/// <summary>A leaderboard that is open follows what happens; whoever does not want to be seen is gone from it at once.</summary>
public sealed class BoardsTests(Chromium chromium)
{
    [Fact]
    public async Task Leaderboard_Open_FollowsWhatHappens()
    {
        await using var server = await Server.StartAsync();
        await using var ada = await chromium.OpenAsync(server);
        await using var ben = await chromium.OpenAsync(server);
        await ada.RegisterAsync("Ada Lovelace");
        await ben.RegisterAsync("Ben Carter");
        await ben.Page.GotoAsync("/leaderboards");
        await Assertions.Expect(ben.Page.GetByText("Nobody has kudos here yet.")).ToBeVisibleAsync();
        await Assertions.Expect(ben.Page.Locator("lms-board[data-live]")).ToBeVisibleAsync();
        await ben.Page.EvaluateAsync("window.isSamePage = true");

        await ada.Page.GotoAsync($"/learners/{ben.LearnerId}");
        await ada.Page.GetByLabel("What are you grateful for?").FillAsync("Your patience");
        await ada.Page.GetByRole(AriaRole.Button, new() { Name = "Give kudos" }).ClickAsync();

        var row = ben.Page.Locator("lms-board [data-part='items'] li[aria-current='true']");
        await Assertions.Expect(row).ToContainTextAsync("Ben Carter");
        await Assertions.Expect(row.Locator(".rank")).ToHaveTextAsync("1");
        Assert.True(await ben.Page.EvaluateAsync<bool>("window.isSamePage === true"));
        await ben.ShootAsync("leaderboard");

        await ada.Page.GotoAsync("/leaderboards?metric=kudos-received&window=week");
        await Assertions.Expect(ada.Page.Locator("lms-board [data-part='items'] li")).ToHaveCountAsync(1);
        await ada.Page.GetByRole(AriaRole.Link, new() { Name = "Kudos given" }).ClickAsync();
        await Assertions.Expect(ada.Page.Locator("lms-board [data-part='items'] li")).ToContainTextAsync("Ada Lovelace");
        await ben.Page.GetByLabel("How you appear on leaderboards").SelectOptionAsync("Hidden");
        await ben.Page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Assertions.Expect(ben.Page.Locator("lms-board [data-part='items'] li")).ToHaveCountAsync(0);
        await Assertions.Expect(ben.Page.GetByLabel("How you appear on leaderboards")).ToHaveValueAsync("Hidden");
        Assert.Empty(ada.Complaints);
        Assert.Empty(ben.Complaints);
    }
}
