using System.Globalization;
using LmsActors.Connections;
using LmsActors.Feeds;
using LmsActors.Posts;

namespace LmsActors.Bench;

/// <summary>Learners who follow each other and read their feeds, in a silo of this process.</summary>
internal static class FeedStage
{
    private const int Callers = 256;
    private const string Text = "I wrote down what I learned about spaced repetition this month; the references are at the end.";

    public static string Id(int learner) => $"learner{learner.ToString(CultureInfo.InvariantCulture)}";

    public static async Task FollowAsync(BenchSilo silo, IReadOnlyDictionary<int, List<int>> following)
    {
        var all = following.ToList();
        await Timing.CallAsync(Callers, all.Count, async i =>
        {
            var followed = await silo.Grain<IConnectionsGrain>(Id(all[i].Key)).FollowManyAsync([.. all[i].Value.Select(Id)]);
            if (followed.Refusal is { } refusal)
            {
                throw new InvalidOperationException(refusal.Code);
            }
        });
    }

    /// <summary>Everyone reads the feed once: from then on the learner is here, and the feed is kept.</summary>
    public static Task ArriveAsync(BenchSilo silo, IReadOnlyList<int> learners) =>
        Timing.CallAsync(64, learners.Count, i => ReadAsync(silo, learners[i], 1));

    public static Task<Page<Post>> ReadAsync(BenchSilo silo, int learner, int limit) => silo.Grains
        .Actor<IFeedShardGrain>(FeedShards.Key(BenchSilo.Tenant, Id(learner)))
        .ReadAsync(BenchSilo.Viewer(Id(learner)), new(limit, null));

    /// <summary>Publishes as <paramref name="author"/>; answers the post's id.</summary>
    public static async Task<string> PublishAsync(BenchSilo silo, int author, string post)
    {
        var created = await silo.Grain<IPostGrain>(post).CreateAsync(
            new(BenchSilo.Viewer(Id(author)), Fresh.Operation(), Text, $"<p>{Text}</p>", Audiences.Everyone, []));
        return created.Refusal is { } refusal ? throw new InvalidOperationException(refusal.Code) : created.Value!.Id;
    }

    /// <summary>Enters a post's id into its author's journal, as the post would do it.</summary>
    public static Task EnterAsync(BenchSilo silo, int author, string post) => silo
        .Grain<IJournalGrain>(Journals.OfLearner(Id(author)))
        .PutAsync(new(post, Id(author), TimeProvider.System.GetUtcNow(), Audiences.Everyone));

    /// <summary>Waits until <paramref name="post"/> is in the feed of <paramref name="follower"/>.</summary>
    public static async Task ArrivedAsync(BenchSilo silo, int follower, string post)
    {
        for (var attempt = 0; attempt < 3000; attempt++)
        {
            if ((await ReadAsync(silo, follower, 200)).Items.Any(item => item.Id == post))
            {
                return;
            }

            await Task.Delay(10);
        }

        throw new InvalidOperationException($"Post {post} did not reach {Id(follower)} in 30 s.");
    }
}
