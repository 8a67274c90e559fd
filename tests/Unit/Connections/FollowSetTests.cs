using CsCheck;

namespace LmsActors.Connections;

public sealed class FollowSetTests
{
    private static readonly Viewer Anyone = new("t", "viewer", "Viewer", "employees", false, []);

    [Fact]
    public void Words_InAnyOrderAndRepeated_LeaveTheLastWordOfEachSource()
    {
        var word = Gen.Select(Gen.Int[0, 3], Gen.Int[1, 12]);
        Gen.Select(word.Array[0, 60], Gen.Int[0, int.MaxValue]).Sample((words, salt) =>
        {
            var set = FollowSet.Empty;
            foreach (var (source, sequence) in words)
            {
                var stamp = FollowSet.Stamp(sequence, Follows(source, sequence, salt));
                set = set.IsNews($"s{source}", stamp) ? set.With($"s{source}", stamp) : set;
            }

            var last = words.GroupBy(said => said.Item1).Select(all => (Source: all.Key, Sequence: all.Max(said => said.Item2)));
            var expected = last.Where(said => Follows(said.Source, said.Sequence, salt)).Select(said => $"s{said.Source}").Order().ToArray();
            Assert.Equal(expected.Length, set.Count);
            Assert.Equal(expected, set.Page(long.MaxValue, 100, Anyone).Select(entry => entry.LearnerId).Order());
        });
    }

    [Fact]
    public void Page_CutAnywhere_GivesEverybodyOnceNewestFirst()
    {
        var set = Enumerable.Range(1, 25).Aggregate(FollowSet.Empty, (all, i) => all.With($"s{i}", FollowSet.Stamp(i, true)));
        var seen = new List<string>();
        for (var before = long.MaxValue; set.Page(before, 7, Anyone) is { Count: > 0 } page; before = page[^1].Ordinal)
        {
            seen.AddRange(page.Select(entry => entry.LearnerId));
        }

        Assert.Equal(Enumerable.Range(1, 25).Reverse().Select(i => $"s{i}"), seen);
    }

    [Fact]
    public void Page_Hidden_AreLeftOut()
    {
        var set = FollowSet.Empty.With("a", FollowSet.Stamp(1, true)).With("b", FollowSet.Stamp(1, true));

        Assert.Equal(["a"], set.Page(long.MaxValue, 9, Anyone with { Hidden = ["b"] }).Select(entry => entry.LearnerId));
    }

    [Fact]
    public void ShardOf_FirstIsFull_NewOnesGoBeyondAndOldOnesStay()
    {
        var state = Enumerable.Range(0, Shards.FirstCapacity).Aggregate(
            new FollowersState(), (current, i) => current.Apply(new(0, default, new FollowHeard($"s{i}", FollowSet.Stamp(1, true)))));
        var left = state.Apply(new(0, default, new FollowHeard("s7", FollowSet.Stamp(2, false))));

        Assert.Equal(Shards.FirstCapacity, state.Count);
        Assert.Equal(0, left.ShardOf("s7"));
        Assert.InRange(left.ShardOf("new"), 1, Shards.Spread);
    }

    [Fact]
    public void Count_RepeatedReportOfAShard_CountsOnce()
    {
        var reported = new FollowShardReported(3, new(5, 10));
        var state = new FollowersState().Apply(new(0, default, reported)).Apply(new(0, default, reported));

        Assert.Equal(10, state.Count);
        Assert.Equal(8, state.Apply(new(0, default, new FollowShardReported(3, new(6, 8)))).Count);
    }

    private static bool Follows(int source, int sequence, int salt) => (HashCode.Combine(source, sequence, salt) & 1) == 1;
}
