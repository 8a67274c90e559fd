using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using LmsActors.Web;
using Microsoft.Playwright;

namespace LmsActors.Live;

/// <summary>The JavaScript example of docs/live.md, taken from the page and run in a browser, with a server that is killed meanwhile.</summary>
public sealed partial class ExampleTests(Chromium chromium)
{
    [Fact]
    public async Task Example_ThroughAKill_HoldsWhatTheServerHas()
    {
        await using var server = await Server.StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(server.Address + "/api/v1/") };
        var room = await MakeRoomAsync(http);
        await using var browser = await chromium.OpenAsync(server, options => options.BypassCSP = true);
        await browser.Page.GotoAsync("/sign-in");
        await browser.Page.AddScriptTagAsync(new() { Url = "/lib/signalr/signalr.min.js" });
        await browser.Page.EvaluateAsync($"() => {{ {Example()}; window.followRoom = followRoom; }}");

        await PostAsync(http, room, "before");
        await browser.Page.EvaluateAsync(
            "([url, token, room]) => { window.stop = followRoom(url, token, room, messages => (window.texts = messages.map(message => message.text).join())); }",
            new[] { server.Address, http.DefaultRequestHeaders.Authorization!.Parameter, room });
        await UntilAsync(browser.Page, "before");
        await PostAsync(http, room, "live");
        await UntilAsync(browser.Page, "before,live");
        await server.KillAsync();
        await server.StartAgainAsync();
        await PostAsync(http, room, "after");

        await UntilAsync(browser.Page, "before,live,after");
        await browser.Page.EvaluateAsync("() => window.stop()");
    }

    private static Task UntilAsync(IPage page, string texts) => page.WaitForFunctionAsync("texts => window.texts === texts", texts);

    /// <summary>The one block of JavaScript on the page, as a script instead of a module.</summary>
    private static string Example()
    {
        var block = Assert.Single(Block().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs", "live.md")))).Groups[1].Value;
        Assert.StartsWith("import * as signalR", block);
        return block[(block.IndexOf('\n') + 1)..].Replace("export function", "function");
    }

    private static async Task<string> MakeRoomAsync(HttpClient http)
    {
        var who = new { userName = "ada", password = "a long passphrase", name = "Ada" };
        await JsonAsync(http, "accounts/register", who);
        var token = (await JsonAsync(http, "accounts/login", who)).GetProperty("accessToken").GetString();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return (await JsonAsync(http, "groups", new { name = "Engines", kind = "open" })).GetProperty("roomId").GetString()!;
    }

    private static Task PostAsync(HttpClient http, string room, string text) => JsonAsync(http, $"rooms/{room}/messages", new { text });

    private static async Task<JsonElement> JsonAsync(HttpClient http, string address, object body)
    {
        using var answer = await http.PostAsJsonAsync(address, body);
        Assert.True(answer.IsSuccessStatusCode, $"{address}: {await answer.Content.ReadAsStringAsync()}");
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    [GeneratedRegex(@"```js\n(.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
