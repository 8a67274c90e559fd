using LmsActors.Web;
using Microsoft.Playwright;

namespace LmsActors.Feeds;

/// <summary>A feed that begins anew, and a post that changes, leave alone who is writing a comment there.</summary>
public sealed class FeedTests(Chromium chromium)
{
    [Fact]
    public async Task Comment_BeingWritten_OutlastsWhatChangesAroundIt()
    {
        await using var server = await Server.StartAsync();
        await using var ada = await chromium.OpenAsync(server);
        await using var ben = await chromium.OpenAsync(server);
        await ada.RegisterAsync("Ada Lovelace");
        await ben.RegisterAsync("Ben Carter");
        await ada.Page.GotoAsync("/");
        await Assertions.Expect(ada.LiveFeed).ToBeVisibleAsync();
        await ada.Page.GetByLabel("Write a post").FillAsync("Questions welcome!");
        await ada.Page.GetByRole(AriaRole.Button, new() { Name = "Post", Exact = true }).ClickAsync();
        var post = ada.Page.Locator("article.post");
        await post.GetByRole(AriaRole.Button, new() { Name = "Comment" }).ClickAsync();
        var field = post.GetByLabel("Write a comment");
        await field.PressSequentiallyAsync("Half a sen");

        // Whom one follows changes what the feed is made of: it begins anew. Then somebody reacts to the post.
        await ada.Page.EvaluateAsync("document.querySelector('article.post').isSameCard = true");
        await ada.Page.EvaluateAsync("id => fetch(`/api/v1/me/following/${id}`, { method: 'PUT' }).then(answer => { if (!answer.ok) throw new Error(answer.status); })", ben.LearnerId);
        await ben.Page.GotoAsync("/");
        await Assertions.Expect(ben.LiveFeed).ToBeVisibleAsync();
        await ben.Page.GetByLabel("Write a post").FillAsync("From Ben");
        await ben.Page.GetByRole(AriaRole.Button, new() { Name = "Post", Exact = true }).ClickAsync();
        await Assertions.Expect(ada.Page.Locator("article.post")).ToHaveCountAsync(2);
        var own = ada.Page.Locator("article.post").Filter(new() { HasText = "Questions welcome!" });
        await ben.Page.GotoAsync($"/learners/{ada.LearnerId}");
        await ben.Page.Locator("article.post").GetByRole(AriaRole.Button, new() { Name = "👍" }).First.ClickAsync();
        await Assertions.Expect(own.GetByRole(AriaRole.Button, new() { Name = "👍 1" })).ToBeVisibleAsync();

        Assert.True(await own.EvaluateAsync<bool>("card => card.isSameCard === true"));
        await Assertions.Expect(own.GetByLabel("Write a comment")).ToBeFocusedAsync();
        await ada.Page.Keyboard.TypeAsync("tence, and the rest of it");
        await ada.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(own.Locator("li.comment:not(.pending)")).ToContainTextAsync("Half a sentence, and the rest of it");
        Assert.Empty(ada.Complaints);
    }
}
