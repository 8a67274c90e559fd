using System.Net.Http.Json;
using System.Text;

namespace LmsActors.Kernel;

/// <summary>Bodies that no honest client sends, at every address that takes one: always a problem with a code, never an error of the server.</summary>
public sealed class HostileInputTests(ApiHost host)
{
    public static TheoryData<string, string> Addresses => new()
    {
        { "POST", "accounts/register" }, { "POST", "accounts/login" }, { "POST", "accounts/refresh" }, { "POST", "accounts/password" }, { "POST", "setup" },
        { "PUT", "me/profile" }, { "POST", "posts" }, { "PATCH", "posts/{post}" }, { "POST", "posts/{post}/comments" }, { "POST", "groups" },
        { "PATCH", "groups/{group}" }, { "PUT", "groups/{group}/members/{me}" }, { "POST", "rooms/{room}/messages" }, { "PATCH", "rooms/{room}" },
        { "PUT", "rooms/{room}/read" }, { "POST", "conversations" },
    };

    private static string[] Fields =>
    [
        "text", "name", "userName", "password", "kind", "refreshToken", "token", "currentPassword", "newPassword", "participants", "sequence", "role",
        "slowModeSeconds", "headline", "description",
    ];

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task Body_OfAnyHostileShape_IsAProblem(string method, string address)
    {
        var (ann, path) = await AddressAsync(address);
        byte[][] bodies =
        [
            "{bad"u8.ToArray(), "[]"u8.ToArray(), "\"x\""u8.ToArray(), "7"u8.ToArray(), [0xFF, 0xFE], [0], [0xEF, 0xBB, 0xBF, 0x7B],
            Object("{}"), Object("1e400"), Object("99999999999999999999999999"), Object("[[[[]]]]"), Object("\"\\ud800\""), Object("true"),
            [.. "{\"text\":\""u8, 0xFF, 0xFE, .. "\",\"name\":\""u8, 0xC3, .. "\",\"role\":\""u8, 0xFF, .. "\"}"u8],
            [.. Encoding.UTF8.GetBytes("{\"text\":" + new string('[', 2000) + new string(']', 2000) + "}")],
        ];
        foreach (var body in bodies)
        {
            using var answer = await SendAsync(ann, method, path, body);
            var text = await answer.Content.ReadAsStringAsync();
            Assert.True((int)answer.StatusCode is >= 400 and < 500, $"{method} {path} {Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(80, body.Length)))}: {(int)answer.StatusCode} {text}");
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        }

        await (await SendAsync(ann, method, path, Encoding.UTF8.GetBytes($$"""{"text":"{{new string('x', 300_000)}}"}"""))).ProblemAsync(413, "request.too-large");
    }

    [Theory]
    [InlineData("\0")]
    [InlineData("a\0b")]
    [InlineData("bell\u0007")]
    [InlineData("escape\u001b[31m")]
    [InlineData("next\u0085line")]
    public async Task ControlCharacters_InNamesAndTexts_AreRefused(string text)
    {
        var (ann, room) = await AddressAsync("rooms/{room}");
        var post = (await (await ann.Client.PostAsJsonAsync("/api/v1/posts", new { text = "fine" })).JsonAsync()).Text("id");
        await Refuses("/api/v1/posts", new { text }, "post.text-invalid");
        await Refuses($"/api/v1/posts/{post}/comments", new { text }, "post.text-invalid");
        await Refuses($"{room}/messages", new { text }, "message.text");
        await Refuses("/api/v1/groups", new { name = text, kind = "open" }, "group.name-invalid");
        await Refuses("/api/v1/conversations", new { participants = new[] { Ids.New(TimeProvider.System.GetUtcNow()) }, name = text }, "room.name");
        await Refuses("/api/v1/accounts/register", new { userName = $"u{Guid.CreateVersion7():N}", password = ApiHost.Password, name = text }, "profile.name-invalid");
        await (await ann.Client.PatchAsJsonAsync($"/api/v1/posts/{post}", new { text })).ProblemAsync(400, "post.text-invalid");
        await (await ann.Client.PatchAsJsonAsync(room, new { name = text })).ProblemAsync(400, "room.name");
        await (await ann.Client.PutAsJsonAsync("/api/v1/me/profile", new { name = text })).ProblemAsync(400, "profile.name-invalid");

        async Task Refuses(string address, object body, string code) => await (await ann.Client.PostAsJsonAsync(address, body)).ProblemAsync(400, code);
    }

    [Theory]
    [InlineData("learners/x:0")]
    [InlineData("groups/..%2f..")]
    [InlineData("rooms/%FF%FE")]
    [InlineData("rooms/a%2Fb/messages")]
    [InlineData("posts/%F0%9F%92%A9")]
    [InlineData("posts/x:y")]
    [InlineData("streams/room/x:0/events")]
    [InlineData("streams/room%2Fx/events")]
    public async Task Id_ThatIsNone_IsNotFound(string address)
    {
        var ann = await host.RegisterAsync();
        await (await ann.Client.GetAsync($"/api/v1/{address}")).ProblemWithStatusAsync(404);
    }

    [Fact]
    public async Task Address_WithANul_IsRefusedByTheServerItself()
    {
        using var answer = await host.Machine.GetAsync("/api/v1/learners/%00");
        Assert.Equal(400, (int)answer.StatusCode);
    }

    private static byte[] Object(string value) => Encoding.UTF8.GetBytes("{" + string.Join(',', Fields.Select(field => $"\"{field}\":{value}")) + "}");

    private static Task<HttpResponseMessage> SendAsync(TestLearner learner, string method, string address, byte[] body) =>
        learner.Client.SendAsync(new(new(method), address) { Content = new ByteArrayContent(body) { Headers = { ContentType = new("application/json") } } });

    private async Task<(TestLearner Ann, string Address)> AddressAsync(string address)
    {
        var ann = await host.RegisterAsync();
        var group = await (await ann.Client.PostAsJsonAsync("/api/v1/groups", new { name = "Target", kind = "open" })).JsonAsync();
        var post = await (await ann.Client.PostAsJsonAsync("/api/v1/posts", new { text = "target" })).JsonAsync();
        return (ann, "/api/v1/" + address.Replace("{me}", ann.Id).Replace("{group}", group.Text("id")).Replace("{room}", group.Text("roomId")).Replace("{post}", post.Text("id")));
    }
}
