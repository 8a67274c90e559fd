using System.Collections.Immutable;
using CsCheck;
using LmsActors.Posts;

namespace LmsActors.Feeds;

/// <summary>A journal holds exactly the live posts, however often and in whatever order it is told of them.</summary>
public sealed class JournalRulesTests
{
    private static readonly string[] SomeAudiences = [Audiences.Everyone, Audiences.Friends, Audiences.Group("g")];

    [Fact]
    public void AnyRedelivery_LeavesTheLivePostsInOrderAndCountedExactly()
    {
        // A post is published, edited, removed; each step is told once or more, and steps of different posts interleave.
        Gen.Select(Gen.Int[0, 59], Gen.Int[0, 5]).Array[0, 200].Sample(steps =>
        {
            var (journal, live, gone) = (new JournalModel(sealAt: 12, segmentSize: 5), new SortedDictionary<int, PostRef>(), new HashSet<int>());
            foreach (var (id, step) in steps)
            {
                Tell(journal, live, gone, id, step);
            }

            Assert.Equal(live.Values, journal.All);
            Assert.All(SomeAudiences, audience => Assert.Equal(
                live.Values.Count(post => post.Audience == audience), journal.State.Count(of => of == audience)));
            Assert.True(journal.State.Posts.Count < 12);
        });
    }

    [Fact]
    public void Put_OlderRevision_ChangesNothing()
    {
        var journal = new JournalModel(sealAt: 100, segmentSize: 5);
        journal.Put(JournalModel.Post(1, revision: 7));
        journal.Put(JournalModel.Post(1, revision: 3));

        Assert.Equal(7, journal.All.Single().Revision);
        Assert.Single(journal.Changes);
    }

    [Fact]
    public void Seal_PostsChangedMeanwhile_IsNotRecorded()
    {
        var state = new JournalState();
        foreach (var id in Enumerable.Range(0, 9))
        {
            state = state.Apply(new(id + 1, PostWorld.Start, new JournalEntered(JournalModel.Post(id))));
        }

        var posts = state.Posts.GetRange(0, 3);
        var changed = state.Apply(new(10, PostWorld.Start, new JournalLeft(posts[1])));

        Assert.Empty(JournalRules.Seal(changed, posts, new(1, ImmutableDictionary<string, int>.Empty)).Events);
        Assert.Single(JournalRules.Seal(state, posts, new(1, ImmutableDictionary<string, int>.Empty)).Events);
    }

    private static void Tell(JournalModel journal, SortedDictionary<int, PostRef> live, HashSet<int> gone, int id, int step)
    {
        var post = JournalModel.Post(id, audience: SomeAudiences[id % 3], revision: live.TryGetValue(id, out var known) ? known.Revision : 0);
        switch (step)
        {
            case 0 when live.ContainsKey(id):
                journal.Remove(post);
                live.Remove(id);
                gone.Add(id);
                break;
            case 1 when live.ContainsKey(id):
                live[id] = post with { Revision = post.Revision + 1 };
                journal.Put(live[id]);
                break;
            case 2 when gone.Contains(id):
                journal.Remove(post);
                break;
            default:
                journal.Put(post);
                if (!gone.Contains(id))
                {
                    live[id] = post;
                }

                break;
        }
    }
}
