using LmsActors.Web;
using Microsoft.Playwright;

namespace LmsActors.Kudos;

/// <summary>One thanks the other, who sees it come without a reload; and takes it back.</summary>
public sealed class KudosTests(Chromium chromium)
{
    [Fact]
    public async Task Kudos_Given_ComeToThePageThatIsOpen()
    {
        await using var server = await Server.StartAsync();
        await using var ada = await chromium.OpenAsync(server);
        await using var ben = await chromium.OpenAsync(server);
        await ada.RegisterAsync("Ada Lovelace");
        await ben.RegisterAsync("Ben Carter");
        await ben.Page.GotoAsync($"/learners/{ben.LearnerId}");
        await Assertions.Expect(ben.Page.Locator("lms-kudos[data-live]")).ToBeVisibleAsync();
        await Assertions.Expect(ben.Page.GetByText("No kudos yet.")).ToBeVisibleAsync();
        await ben.Page.EvaluateAsync("window.isSamePage = true");

        await ada.Page.GotoAsync($"/learners/{ben.LearnerId}");
        await ada.Page.GetByLabel("What are you grateful for?").FillAsync("Your patience with <b>my</b> questions");
        await ada.Page.GetByLabel("For which skill, if any").FillAsync("Teaching");
        await ada.Page.GetByRole(AriaRole.Button, new() { Name = "Give kudos" }).ClickAsync();

        foreach (var person in new[] { ada, ben })
        {
            var item = person.Page.Locator("lms-kudos li").Filter(new() { HasText = "Your patience with <b>my</b> questions" });
            await Assertions.Expect(item).ToHaveCountAsync(1);
            await Assertions.Expect(item.GetByText("Teaching")).ToBeVisibleAsync();
            await Assertions.Expect(item.GetByRole(AriaRole.Link, new() { Name = "Ada Lovelace" })).ToBeVisibleAsync();
            await Assertions.Expect(person.Page.Locator("[data-part='count']")).ToHaveTextAsync("1");
            Assert.Empty(person.Complaints);
        }

        Assert.True(await ben.Page.EvaluateAsync<bool>("window.isSamePage === true"));
        await ada.ShootAsync("kudos");

        ada.Page.Dialog += (_, dialog) => dialog.AcceptAsync();
        await ada.Page.GetByRole(AriaRole.Button, new() { Name = "Take back" }).ClickAsync();
        await Assertions.Expect(ben.Page.Locator("lms-kudos li")).ToHaveCountAsync(0);
        await Assertions.Expect(ben.Page.GetByText("No kudos yet.")).ToBeVisibleAsync();
    }
}
