using System.Net.Http.Json;
using LmsActors.Web;
using Microsoft.Playwright;

namespace LmsActors.Courses;

/// <summary>A learner finds the course it takes part in, its score, and its place; which moves while the page is open.</summary>
public sealed class CoursesTests(Chromium chromium)
{
    private const string Key = "an-api-key-for-tests";

    [Fact]
    public async Task Course_ShowsOnesScoreAndPlace_AsTheyChange()
    {
        await using var server = await Server.StartWithAsync(("Bootstrap__ApiKey", Key));
        await using var ada = await chromium.OpenAsync(server);
        await using var ben = await chromium.OpenAsync(server);
        await ada.RegisterAsync("Ada Lovelace");
        await ben.RegisterAsync("Ben Carter");
        using var platform = new HttpClient { BaseAddress = new(server.Address) };
        platform.DefaultRequestHeaders.Add("X-Api-Key", Key);
        using var made = await platform.PostAsJsonAsync("/api/v1/courses", new { code = "AAA", run = "2026J", title = "Algebra", days = 268 });
        var course = made.EnsureSuccessStatusCode().Headers.Location!.ToString();
        await PutAsync("/assessments/tma1", new { kind = "TMA", weight = 50 });
        await PutAsync("/items/intro", new { kind = "resource", title = "Introduction", weekFrom = 0, weekTo = 2 });
        foreach (var (who, score) in new[] { (ada, 40), (ben, 60) })
        {
            await PutAsync($"/enrolments/{who.LearnerId}", new { });
            await PutAsync($"/enrolments/{who.LearnerId}/completions/tma1", new { score });
        }

        await ada.Page.GotoAsync("/courses");
        await ada.Page.GetByRole(AriaRole.Link, new() { Name = "Algebra" }).First.ClickAsync();
        await Assertions.Expect(ada.Page.GetByRole(AriaRole.Heading, new() { Name = "Your score 20.00" })).ToBeVisibleAsync();
        await Assertions.Expect(ada.Page.GetByText("weeks 0 to 2")).ToBeVisibleAsync();
        var mine = ada.Page.Locator("lms-board [data-part='items'] li[aria-current='true']");
        await Assertions.Expect(mine.Locator(".rank")).ToHaveTextAsync("2");
        await Assertions.Expect(ada.Page.Locator("lms-board[data-live]")).ToBeVisibleAsync();
        await ada.ShootAsync("course");

        await PutAsync($"/enrolments/{ada.LearnerId}/completions/tma1", new { score = 90.5 });
        await Assertions.Expect(mine.Locator(".rank")).ToHaveTextAsync("1");
        await Assertions.Expect(mine.Locator(".badge")).ToHaveTextAsync("45.25");
        Assert.Empty(ada.Complaints);

        async Task PutAsync(string path, object body) =>
            (await platform.PutAsJsonAsync($"/api/v1/courses/{course.Split('/')[^1]}{path}", body)).EnsureSuccessStatusCode();
    }
}
