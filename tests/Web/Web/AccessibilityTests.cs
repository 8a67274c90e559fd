using System.Text.Json;
using Microsoft.Playwright;

namespace LmsActors.Web;

/// <summary>The pages keep the rules of WCAG 2.2 AA that a machine can check, light and dark, wide and narrow; nothing is wider than a phone.</summary>
public sealed class AccessibilityTests(Chromium chromium)
{
    private const string Run =
        "axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'] })"
        + ".then(result => result.violations.map(violation => violation.id + ': ' + violation.nodes.map(node => node.target.join(' ') + ' ' + (node.any[0]?.message ?? '')).join(' | ')))";

    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 360)]
    public async Task Pages_Checked_BreakNoRule(ColorScheme scheme, int width)
    {
        await using var server = await Server.StartAsync();
        await using var ada = await chromium.OpenAsync(server, options =>
        {
            options.ColorScheme = scheme;
            options.ViewportSize = new() { Width = width, Height = 780 };
            options.BypassCSP = true;
        });
        List<string> problems = [];
        foreach (var address in (string[])["/sign-in", "/register"])
        {
            problems.AddRange(await CheckAsync(ada.Page, address));
        }

        await ada.RegisterAsync("Ada Lovelace");
        var group = await FillAsync(ada);
        string[] pages =
        [
            "/", "/learners", "/learners?name=ada", $"/learners/{ada.LearnerId}", "/me/profile", "/groups", "/groups/new", group, $"{group}/posts",
            $"{group}/members", "/courses", "/leaderboards", "/leaderboards?friends=true", "/rooms", "/nowhere", await AnotherAsync(ada), "/sign-out",
        ];
        foreach (var address in pages)
        {
            problems.AddRange(await CheckAsync(ada.Page, address));
            await ada.ShootAsync($"{width}-{scheme}{address.Replace(group, "/group").Replace(ada.LearnerId, "ada").Replace('/', '-').Replace('?', '-')}");
        }

        Assert.Empty(problems);
    }

    /// <summary>The page of another learner: the administrator.</summary>
    private static async Task<string> AnotherAsync(Someone who)
    {
        await who.Page.GotoAsync("/learners?name=admin");
        return (await who.Page.Locator($"main a.person:not([href$='{who.LearnerId}'])").First.GetAttributeAsync("href"))!;
    }

    [Fact]
    public async Task Room_ByKeyboard_CanBeUsed()
    {
        await using var server = await Server.StartAsync();
        await using var ada = await chromium.OpenAsync(server);
        await ada.RegisterAsync("Ada Lovelace");
        await ada.Page.GotoAsync(await FillAsync(ada));
        await ada.Page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(ada.Page.GetByText("Skip to the content")).ToBeFocusedAsync();

        await ada.Composer.FocusAsync();
        await ada.Page.Keyboard.PressAsync("ArrowUp");
        await Assertions.Expect(ada.Page.GetByText("Editing your message")).ToBeVisibleAsync();
        await ada.Page.Keyboard.TypeAsync(" (edited)");
        await ada.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(ada.Acknowledged("First! (edited)")).ToContainTextAsync("edited");
        await ada.Acknowledged("First!").GetByLabel("Actions for the message").FocusAsync();
        await ada.Page.Keyboard.PressAsync("Enter");
        await ada.Page.GetByLabel("React with 🎉").PressAsync("Enter");
        await Assertions.Expect(ada.Page.GetByLabel("🎉 1")).ToHaveAttributeAsync("aria-pressed", "true");
        Assert.Empty(ada.Complaints);
    }

    /// <summary>Makes a post and a group with a message; answers the group's address.</summary>
    private static async Task<string> FillAsync(Someone ada)
    {
        await Assertions.Expect(ada.LiveFeed).ToBeVisibleAsync();
        await ada.Page.GetByLabel("Write a post").FillAsync("A post with `code` and [a link](https://example.org).");
        await ada.Page.GetByRole(AriaRole.Button, new() { Name = "Post", Exact = true }).ClickAsync();
        await Assertions.Expect(ada.Page.Locator("article.post:not(.pending)")).ToHaveCountAsync(1);
        await ada.Page.GotoAsync("/groups/new");
        await ada.Page.GetByLabel("Name").FillAsync("Engines");
        await ada.Page.GetByRole(AriaRole.Button, new() { Name = "Create group" }).ClickAsync();
        await Assertions.Expect(ada.LiveRoom).ToBeVisibleAsync();
        await ada.SayAsync("First!");
        await Assertions.Expect(ada.Acknowledged("First!")).ToHaveCountAsync(1);
        return new Uri(ada.Page.Url).AbsolutePath;
    }

    private static async Task<IEnumerable<string>> CheckAsync(IPage page, string address)
    {
        await page.GotoAsync(address);
        if (await page.Locator("lms-room, lms-feed").CountAsync() > 0)
        {
            await Assertions.Expect(page.Locator("lms-room[data-live], lms-feed[data-live]")).ToBeVisibleAsync();
        }

        await page.AddScriptTagAsync(new() { Path = Repository.Axe });
        var violations = await page.EvaluateAsync<JsonElement>(Run);
        var excess = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        var problems = violations.EnumerateArray().Select(violation => $"{address}: {violation.GetString()}");
        return excess > 0 ? problems.Append($"{address}: {excess} px too wide") : problems;
    }
}
