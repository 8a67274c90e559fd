using CsCheck;

namespace LmsActors.Boards;

/// <summary>What a learner has on boards is the sum of what its sources have, however often, late and mixed they tell it.</summary>
public sealed class StandingRulesTests
{
    private const string All = "kudos-received.all.tenant";
    private static readonly DateTimeOffset Now = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Some sources' acts, each of which gains or loses; told in stretches that overlap, come again, and come late.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Hear_OfAnyTellings_IsTheSumOfTheSources(bool knowsTotal) =>
        Gen.Select(Gen.Int[-1, 3].Array[1, 30].Array[1, 4], Gen.Select(Gen.Int[0, 3], Gen.Int[0, 29]).Array[0, 60]).Sample(
            (sources, tellings) =>
            {
                var state = new StandingState();
                foreach (var (which, through) in tellings)
                {
                    var source = which % sources.Length;
                    state = Hear(state, Report(sources[source], source, Math.Min(through, sources[source].Length - 1), knowsTotal));
                }

                for (var source = 0; source < sources.Length; source++)
                {
                    state = Hear(state, Report(sources[source], source, sources[source].Length - 1, knowsTotal));
                }

                Assert.Equal(sources.Sum(gains => (long)gains.Sum()), state.Values[All]);
                Assert.Equal(sources.Sum(gains => (long)gains.Sum()), state.Values.GetValueOrDefault("kudos-received.day.tenant:2026-03-04"));
            },
            iter: 300);

    [Fact]
    public void Hear_OfOldActs_CountsThemForAllTimeAlone()
    {
        var state = Hear(new(), new("kudos", "kudos-received", "tenant", 3, 3,
            [new(1, 1, Now.AddDays(-40)), new(2, 1, Now.AddDays(-1)), new(3, 1, Now)]));

        Assert.Equal(
            new Dictionary<string, long>
            {
                [All] = 3,
                ["kudos-received.month.tenant:2026-03"] = 2,
                ["kudos-received.week.tenant:2026-W10"] = 2,
                ["kudos-received.day.tenant:2026-03-04"] = 1,
            },
            state.Values);
    }

    [Fact]
    public void Hear_OnAnotherDay_ForgetsWhatThatDayCounted()
    {
        var state = Hear(new(), new("kudos", "kudos-received", "tenant", 1, 1, [new(1, 1, Now)]));
        var next = Now.AddDays(1);

        state = Hear(state, new("kudos", "kudos-received", "tenant", 2, 2, [new(2, 1, next)]), next);

        Assert.Equal(2, state.Values["kudos-received.week.tenant:2026-W10"]);
        Assert.Equal(1, state.Values["kudos-received.day.tenant:2026-03-05"]);
        Assert.DoesNotContain("kudos-received.day.tenant:2026-03-04", state.Values.Keys);
    }

    [Theory]
    [InlineData("kudos-received", "tenant", 0, BoardVisibility.Named, "Not")]
    [InlineData("kudos-received", "tenant", 1, BoardVisibility.Named, "ByName")]
    [InlineData("kudos-received", "tenant", 1, BoardVisibility.Pseudonym, "ByPseudonym")]
    [InlineData("kudos-received", "tenant", 1, BoardVisibility.Hidden, "Not")]
    [InlineData("course-score", "course:x", 0, BoardVisibility.Named, "ByName")]
    public void ShownOn_FollowsWhatThereIs_AndWhatTheLearnerWants(string metric, string scope, long total, BoardVisibility visibility, string shown)
    {
        var state = Hear(new(), new("source", metric, scope, total, 1, []));
        foreach (var happened in StandingRules.Appear(state, visibility, () => "Learner 0A0B0C").Events)
        {
            state = state.Apply(new(2, Now, happened));
        }

        Assert.Equal(shown, state.ShownOn(new BoardName(metric, "all", scope).Id).ToString());
        Assert.Equal("Not", state.ShownOn("kudos-given.all.tenant").ToString());
    }

    [Fact]
    public void Appear_UnderAPseudonymAgain_KeepsIt()
    {
        var state = new StandingState();
        foreach (var (visibility, name) in new[] { (BoardVisibility.Pseudonym, "one"), (BoardVisibility.Named, "two"), (BoardVisibility.Pseudonym, "three") })
        {
            state = StandingRules.Appear(state, visibility, () => name).Events.Aggregate(state, (now, happened) => now.Apply(new(1, Now, happened)));
        }

        Assert.Equal("one", state.Pseudonym);
    }

    private static StandingReport Report(int[] gains, int source, int through, bool knowsTotal) => new(
        $"source{source}", "kudos-received", "tenant", knowsTotal ? gains[..(through + 1)].Sum() : null, through + 1, [.. gains[..(through + 1)].Select((gain, i) => new StandingAct(i + 1, gain, Now))]);

    private static StandingState Hear(StandingState state, StandingReport report, DateTimeOffset? at = null) =>
        StandingRules.Hear(state, report, at ?? Now).Events.Aggregate(state, (now, happened) => now.Apply(new(1, at ?? Now, happened)));
}
