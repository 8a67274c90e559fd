using Microsoft.Playwright;

namespace LmsActors.Web;

/// <summary>Everything can be read and done without JavaScript.</summary>
public sealed class PlainPagesTests(Chromium chromium)
{
    [Fact]
    public async Task Pages_WithoutScripts_ReadAndWork()
    {
        await using var server = await Server.StartAsync();
        await using var ada = await chromium.OpenAsync(server, options => options.JavaScriptEnabled = false);
        await ada.RegisterAsync("Ada Lovelace");
        var page = ada.Page;

        await page.GetByLabel("Write a post").FillAsync("A post *without* scripts");
        await page.GetByRole(AriaRole.Button, new() { Name = "Post", Exact = true }).ClickAsync();
        await page.GotoAsync($"/learners/{ada.LearnerId}");
        await ReloadUntilAsync(page, page.Locator("article.post em"));
        await page.Locator("article.post a.comment-toggle").ClickAsync();
        await page.GetByLabel("Write a comment").FillAsync("And a comment");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send comment" }).ClickAsync();
        await Assertions.Expect(page.Locator("li.comment")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("And a comment"));

        await page.GotoAsync("/groups/new");
        await page.GetByLabel("Name").FillAsync("Plain people");
        await page.GetByRole(AriaRole.Button, new() { Name = "Create group" }).ClickAsync();
        await ada.Composer.FillAsync("Said <b>plainly</b>");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();
        await Assertions.Expect(ada.Said("Said <b>plainly</b>")).ToHaveCountAsync(1);
        await ada.ShootAsync("group-without-scripts");

        await page.GotoAsync("/me/profile");
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Headline" }).FillAsync("Countess of computing");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Countess of computing")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task SignIn_WrongThenRight_SaysSoThenGoesOn()
    {
        await using var server = await Server.StartAsync();
        await using var admin = await chromium.OpenAsync(server);
        await admin.Page.GotoAsync("/groups");
        await Assertions.Expect(admin.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/sign-in\\?returnUrl="));
        await SignInAsync(admin.Page, "not the password");
        await Assertions.Expect(admin.Page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await SignInAsync(admin.Page, "correct horse battery staple");
        await Assertions.Expect(admin.Page).ToHaveURLAsync(server.Address + "/groups");

        await admin.Page.GetByLabel("Your menu").ClickAsync();
        await admin.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Assertions.Expect(admin.Page.GetByRole(AriaRole.Heading, new() { Name = "Sign in" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task UnknownAddress_Asked_AnswersNotFoundAsAPage()
    {
        await using var server = await Server.StartAsync();
        await using var ada = await chromium.OpenAsync(server);
        await ada.RegisterAsync("Ada Lovelace");
        foreach (var address in (string[])["/nowhere", "/learners/nobody", "/groups/none", "/rooms/none", "/posts/none", "/setup/not-a-token"])
        {
            var answer = await ada.Page.GotoAsync(address);
            Assert.Equal(404, answer!.Status);
            await Assertions.Expect(ada.Page.GetByRole(AriaRole.Link, new() { Name = "Go home" })).ToBeVisibleAsync();
        }
    }

    private static async Task SignInAsync(IPage page, string password)
    {
        await page.GetByLabel("User name").FillAsync("admin");
        await page.GetByLabel("Password").FillAsync(password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
    }

    /// <summary>What is derived (a journal) may come a moment later; without scripts one reloads.</summary>
    private static async Task ReloadUntilAsync(IPage page, ILocator there)
    {
        for (var attempt = 0; attempt < 50 && await there.CountAsync() == 0; attempt++)
        {
            await page.ReloadAsync();
        }

        await Assertions.Expect(there).ToHaveCountAsync(1);
    }
}
