using LmsActors.Boards;
using LmsActors.Chat;
using LmsActors.Connections;
using LmsActors.Courses;
using LmsActors.Groups;
using LmsActors.Hosting;
using LmsActors.Kudos;
using LmsActors.NameDirectory;
using LmsActors.Posts;
using LmsActors.Profiles;
using Orleans.Journaling;
using Orleans.Providers;
using Orleans.TestingHost;

namespace LmsActors.Erasures;

/// <summary>An erasure over three silos: whatever keeps the logs, afterwards nothing in it speaks of the learner.</summary>
public abstract class ErasureConformance : IAsyncLifetime
{
    private const string Tenant = "t";
    private const string Words = "krundlepox";

    private readonly string _goneId = Ids.New(TimeProvider.System.GetUtcNow());
    private readonly string _annId = Ids.New(TimeProvider.System.GetUtcNow());
    private InProcessTestCluster _cluster = null!;

    private Viewer Gone => new(Tenant, _goneId, "Qoxzibar Plumetwick", "employees", false, []);

    private Viewer Ann => new(Tenant, _annId, "Ann Other", "employees", false, []);

    /// <summary>Makes the storage; the answer gives each silo its provider.</summary>
    private protected abstract Task<Func<IServiceProvider, IJournalStorageProvider>> OpenAsync();

    /// <summary>Where these characters stand in what is stored.</summary>
    private protected abstract Task<IReadOnlyList<string>> FindAsync(string word);

    private protected abstract Task CloseAsync();

    public async ValueTask InitializeAsync()
    {
        var provider = await OpenAsync();
        var builder = new InProcessTestClusterBuilder(3);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.AddKernel().AddNameDirectory().AddChat();
            silo.Services.AddErasures();
            silo.AddJournalStorage(ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME, provider);
        });
        _cluster = builder.Build();
        await _cluster.DeployAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        await CloseAsync();
    }

    [Fact]
    public async Task Erasure_LeavesNothingOfTheLearner_AndWhatOthersSaid()
    {
        var (room, post) = await LiveAsync();
        foreach (var word in new[] { _goneId, "Qoxzibar", Words })
        {
            Assert.NotEmpty(await FindAsync(word));
        }

        await EraseAsync();

        foreach (var word in new[] { _goneId, "Qoxzibar", Words })
        {
            Assert.Empty(await FindAsync(word));
        }

        var messages = (await room.PageAsync(Ann, 0, 10)).Value!.Items;
        Assert.Equal(["ann answers", ""], messages.Select(message => message.Text));
        Assert.Equal(Person.Erased, messages[1].Author);
        var read = (await post.ReadAsync(Ann)).Value!;
        Assert.Equal(("ann writes", 1), (read.Text, read.CommentCount));
        Assert.Equal(0, await Get<IFollowersGrain>(_annId).CountAsync());
        Assert.Equal(0, await Get<IConnectionsGrain>(_annId).FollowingCountAsync());
        var thanks = Assert.Single((await Get<IKudosGrain>(_annId).PageAsync(Ann, new(10, null))).Value!.Items);
        Assert.Equal((Person.Erased, "", "Reading"), (thanks.From, thanks.Reason, thanks.Skill));
        Assert.Equal(new KudosSummary(1, 1, 0, [new("Reading", 1)]), (await Get<IKudosGrain>(_annId).SummaryAsync(Ann)).Value);
        Assert.Equal([(1, _annId)], await BoardAsync("kudos-received.all.tenant"));
        Assert.Empty(await BoardAsync("kudos-given.all.tenant"));
        Assert.Empty(await BoardAsync("course-score.all.course.run"));
        Assert.Equal(1, (await Get<ICourseGrain>("run").ReadAsync(Ann)).Value!.Enrolments);
        Assert.Equal("learner.erased", (await Get<IProfileGrain>(_goneId).CreateAsync(new("Again", "employees"))).Refusal?.Code);
    }

    private protected async Task EraseAsync()
    {
        var id = "";
        await EventuallyAsync(async () => (id = await _cluster.Client.Erasures(Tenant).IdOfAsync(_goneId)).Length > 0);
        await EventuallyAsync(async () => (await Get<IErasureGrain>(id).OrderAsync(new(Operation.None, _goneId, "test"))).IsOk);
        await EventuallyAsync(async () => (await Get<IErasureGrain>(id).ReadAsync())?.CompletedAt is not null);
    }

    /// <summary>The two follow each other, are in a group, talk in its room, and write posts and comments.</summary>
    private protected async Task<(IRoomGrain Room, IPostGrain Post)> LiveAsync()
    {
        await Get<IProfileGrain>(_goneId).CreateAsync(new(Gone.Name, "employees"));
        await Get<IProfileGrain>(_annId).CreateAsync(new(Ann.Name, "employees"));
        await Get<IConnectionsGrain>(_goneId).FollowAsync(_annId);
        await Get<IConnectionsGrain>(_annId).FollowAsync(_goneId);
        var group = (await Get<IGroupGrain>("group").CreateAsync(new(Operation.None, Gone, "Readers", GroupKind.Open))).Value!;
        Assert.True((await Get<IGroupGrain>("group").PutMemberAsync(new(Operation.None, Ann, _annId), null)).IsOk);
        var room = Get<IRoomGrain>(group.RoomId!);
        Assert.True((await room.PostAsync([new(Gone, Operation.None, $"message {Words}", $"message {Words}", null, [])]))[0].IsOk);
        Assert.True((await room.PostAsync([new(Ann, Operation.None, "ann answers", "ann answers", 1, [])]))[0].IsOk);
        Assert.True((await Get<IPostGrain>("gone-post").CreateAsync(new(Gone, Operation.None, $"post {Words}", "", Audiences.Group("group"), []))).IsOk);
        var post = Get<IPostGrain>("ann-post");
        Assert.True((await post.CreateAsync(new(Ann, Operation.None, "ann writes", "", Audiences.Everyone, []))).IsOk);
        Assert.True((await post.CommentAsync(new(Gone, Operation.None, $"comment {Words}", "", []))).IsOk);
        Assert.True((await post.CommentAsync(new(Ann, Operation.None, "ann comments", "", []))).IsOk);
        Assert.True((await post.ReactAsync(new(Gone, Operation.None, "👍", true))).IsOk);
        Assert.True((await Get<IKudosGiverGrain>(_goneId).GiveAsync(new(Gone, Operation.None, _annId, $"kudos {Words}", "Reading"))).IsOk);
        Assert.True((await Get<IKudosGiverGrain>(_annId).GiveAsync(new(Ann, Operation.None, _goneId, "ann thanks", null))).IsOk);
        var admin = Ann with { IsAdmin = true };
        var run = Get<ICourseGrain>("run");
        Assert.True((await run.CreateAsync(Operation.None, admin, new("AAA", "2013J", "Algebra"))).IsOk);
        Assert.True((await run.PutAssessmentAsync(Operation.None, admin, new("exam", "Exam", 100))).IsOk);
        foreach (var id in new[] { _annId, _goneId })
        {
            Assert.True((await run.EnrolAsync(Operation.None, admin, id, CourseRole.Learner)).IsOk);
        }

        Assert.True((await run.CompleteAsync(Operation.None, admin, _goneId, "exam", 80)).IsOk);
        await EventuallyAsync(async () => (await BoardAsync("kudos-given.all.tenant")).Count == 2 && (await BoardAsync("course-score.all.course.run")).Count == 1);
        return (room, post);
    }

    private async Task<IReadOnlyList<(int, string?)>> BoardAsync(string board) =>
        [.. (await Get<IBoardGrain>(board).TopAsync(Ann, 0, 10)).Value!.Items.Select(item => (item.Rank, item.LearnerId))];

    private static async Task EventuallyAsync(Func<Task<bool>> isSo)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!await TryAsync(isSo))
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(90), "It did not come about in 90 seconds.");
            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }
    }

    /// <summary>While storage fails, so may a call.</summary>
    private static async Task<bool> TryAsync(Func<Task<bool>> isSo)
    {
        try
        {
            return await isSo();
        }
        catch (Exception failure) when (failure is not Xunit.Sdk.IAssertionException)
        {
            return false;
        }
    }

    private T Get<T>(string id)
        where T : class, IGrainWithStringKey => _cluster.Client.Actor<T>(new ActorKey(Tenant, id));
}
