using System.Net.Http.Json;
using LmsActors.Chat;
using LmsActors.Posts;

namespace LmsActors.Erasures;

/// <summary>A learner with unlikely words in everything that there is, among others who have to do with it.</summary>
internal sealed class CanaryWorld(ApiHost host)
{
    public const string Name = "Qoxzibar Plumetwick";
    public const string UserName = "Vexlorn.Ubridge9";
    private const string Api = "/api/v1";

    private static readonly string[] Texts =
    [
        "headline-krundlepox", "bio-krundlepox", "skill-krundlepox", "org-krundlepox", "link-krundlepox", "status-krundlepox",
        "former-post-krundlepox", "post-krundlepox", "friends-post-krundlepox", "group-post-krundlepox", "comment-krundlepox", "old-comment-krundlepox",
        "message-krundlepox", "old-message-krundlepox", "edited-message-krundlepox", "direct-krundlepox",
    ];

    public TestLearner Canary { get; private set; } = null!;

    public TestLearner Ann { get; private set; } = null!;

    public TestLearner Bob { get; private set; } = null!;

    public string Group { get; private set; } = "";

    public string Room { get; private set; } = "";

    public string Direct { get; private set; } = "";

    /// <summary>Ann's post, with few comments.</summary>
    public string Post { get; private set; } = "";

    /// <summary>Ann's post, the oldest comments of which are in a segment.</summary>
    public string LongPost { get; private set; } = "";

    public IReadOnlyList<string> CanaryPosts { get; private set; } = [];

    /// <summary>What must be found nowhere.</summary>
    public IReadOnlyList<string> Words => [Canary.Id, UserName, "Qoxzibar", "Plumetwick", "krundlepox"];

    public async Task BuildAsync()
    {
        Ann = await host.RegisterAsync("Ann Other");
        Bob = await host.RegisterAsync("Bob Blocker");
        await (await host.Anonymous.PostAsJsonAsync($"{Api}/accounts/register", new { userName = UserName, password = ApiHost.Password, name = Name })).JsonAsync();
        Canary = await host.LoginAsync(UserName) with { Name = Name };
        await ProfileAsync();
        await ConnectAsync();
        await GroupAsync();
        await ChatAsync();
        await PostsAsync();
        await CommentsAsync();
        await Hosting.Outboxes.DrainedAsync(host.Grains, TimeProvider.System, TestContext.Current.CancellationToken);
    }

    /// <summary>The others go on with their tokens at another server.</summary>
    public void MoveTo(ApiHost other)
    {
        (Ann, Bob) = (Moved(Ann), Moved(Bob));

        TestLearner Moved(TestLearner learner) => learner with { Client = other.Client(("Authorization", $"Bearer {learner.Token}")) };
    }

    public static async Task<string> IdOf(Task<HttpResponseMessage> made) => (await (await made).JsonAsync()).Text("id");

    public Task<HttpResponseMessage> SayAsync(TestLearner who, string room, string text) =>
        who.Client.PostAsJsonAsync($"{Api}/rooms/{room}/messages", new { text });

    private async Task ProfileAsync() => await (await Canary.Client.PutAsJsonAsync($"{Api}/me/profile", new
    {
        headline = Texts[0],
        bio = $"*{Texts[1]}*",
        skills = new[] { Texts[2] },
        sections = new[] { new { kind = "experience", title = "Engineer", organisation = Texts[3] } },
        links = new[] { new { label = Texts[4], url = "https://example.org/" } },
        status = new { text = Texts[5] },
    })).JsonAsync();

    private async Task ConnectAsync()
    {
        await OkAsync(Canary.Client.PutAsync($"{Api}/me/following/{Ann.Id}", null));
        await OkAsync(Ann.Client.PutAsync($"{Api}/me/following/{Canary.Id}", null));
        await OkAsync(Ann.Client.PutAsync($"{Api}/me/friends/{Canary.Id}", null));
        await OkAsync(Canary.Client.PutAsync($"{Api}/me/friends/{Ann.Id}", null));
        await OkAsync(Bob.Client.PutAsync($"{Api}/me/following/{Ann.Id}", null));
        await OkAsync(Bob.Client.PutAsync($"{Api}/me/mutes/{Canary.Id}", null));
        await OkAsync(Bob.Client.PutAsync($"{Api}/me/blocks/{Canary.Id}", null));
    }

    private async Task GroupAsync()
    {
        var group = await (await Canary.Client.PostAsJsonAsync($"{Api}/groups", new { name = "Readers", kind = "open" })).JsonAsync();
        (Group, Room) = (group.Text("id"), group.Text("roomId"));
        await OkAsync(Ann.Client.PutAsync($"{Api}/groups/{Group}/members/{Ann.Id}", null));
    }

    /// <summary>The first messages end in a segment; the room seals a thousand when it has two.</summary>
    private async Task ChatAsync()
    {
        await OkAsync(SayAsync(Canary, Room, Texts[13]));
        await OkAsync(SayAsync(Ann, Room, "long ago, @Qoxzibar.Plumetwick said so"));
        await OkAsync(Canary.Client.PutAsync($"{Api}/rooms/{Room}/messages/{Room}.2/reactions/👍", null));
        await OkAsync(Canary.Client.PutAsync($"{Api}/rooms/{Room}/read", JsonContent.Create(new { sequence = 2 })));
        var rooms = (IRoomPoster)host.Services.GetService(typeof(IRoomPoster))!;
        var ann = new Viewer("default", Ann.Id, Ann.Name, "employees", false, []);
        await Task.WhenAll(Enumerable.Range(0, 2100).Select(n => rooms.PostAsync(ann.Key(Room), new(ann, Operation.None, $"filler {n}", $"<p>filler {n}</p>", null, []))));
        using var keyed = new HttpRequestMessage(HttpMethod.Post, $"{Api}/rooms/{Room}/messages") { Content = JsonContent.Create(new { text = Texts[12] }) };
        keyed.Headers.Add("Idempotency-Key", "key-krundlepox");
        var message = await IdOf(Canary.Client.SendAsync(keyed));
        await OkAsync(Ann.Client.PutAsync($"{Api}/rooms/{Room}/messages/{message}/reactions/👍", null));
        await OkAsync(Canary.Client.PatchAsync($"{Api}/rooms/{Room}/messages/{message}", JsonContent.Create(new { text = Texts[14] })));
        await OkAsync(SayAsync(Ann, Room, "thanks @Qoxzibar.Plumetwick!"));
        Direct = await IdOf(Canary.Client.PostAsJsonAsync($"{Api}/conversations", new { participants = new[] { Ann.Id } }));
        await OkAsync(SayAsync(Canary, Direct, Texts[15]));
        await OkAsync(SayAsync(Ann, Direct, "an answer"));
    }

    private async Task PostsAsync()
    {
        var post = await PublishAsync(Canary, Texts[6]);
        await OkAsync(Canary.Client.PatchAsync($"{Api}/posts/{post}", JsonContent.Create(new { text = Texts[7] })));
        await OkAsync(Ann.Client.PostAsJsonAsync($"{Api}/posts/{post}/comments", new { text = "a comment of Ann's" }));
        CanaryPosts = [post, await PublishAsync(Canary, Texts[8], "friends"), await PublishAsync(Canary, Texts[9], $"group:{Group}")];
        Post = await PublishAsync(Ann, "I read what @Qoxzibar.Plumetwick wrote");
        LongPost = await PublishAsync(Ann, "a long discussion");
        await PublishAsync(Ann, "to the group", $"group:{Group}");
    }

    private async Task CommentsAsync()
    {
        await OkAsync(Canary.Client.PostAsJsonAsync($"{Api}/posts/{Post}/comments", new { text = Texts[10] }));
        await OkAsync(Ann.Client.PostAsJsonAsync($"{Api}/posts/{Post}/comments", new { text = "yes, @Qoxzibar.Plumetwick" }));
        await OkAsync(Canary.Client.PutAsync($"{Api}/posts/{Post}/reactions/🎉", null));
        await OkAsync(Bob.Client.PutAsync($"{Api}/posts/{Post}/reactions/🎉", null));
        await OkAsync(Canary.Client.PostAsJsonAsync($"{Api}/posts/{LongPost}/comments", new { text = Texts[11] }));
        var ann = new Viewer("default", Ann.Id, Ann.Name, "employees", false, []);
        var post = host.Grains.GetGrain<IPostGrain>(ann.Key(LongPost));
        await Task.WhenAll(Enumerable.Range(0, 320).Select(n => post.CommentAsync(new(ann, Operation.None, $"comment {n}", $"<p>comment {n}</p>", []))));
    }

    private static Task<string> PublishAsync(TestLearner who, string text, string? audience = null) =>
        IdOf(who.Client.PostAsJsonAsync($"{Api}/posts", new { text, audience }));

    private static async Task OkAsync(Task<HttpResponseMessage> call)
    {
        using var answer = await call;
        Assert.True(answer.IsSuccessStatusCode, $"{answer.RequestMessage?.RequestUri}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
    }
}
