using System.Collections.Immutable;
using CsCheck;

namespace LmsActors.Kudos;

public sealed class KudosRulesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Viewer Ann = new("t", "ann", "Ann", "employees", false, []);

    [Theory]
    [InlineData("", null, "kudos.reason-invalid")]
    [InlineData("  \n ", null, "kudos.reason-invalid")]
    [InlineData("a\u0000b", null, "kudos.reason-invalid")]
    [InlineData("thanks", "two\nlines", "kudos.skill-invalid")]
    [InlineData("thanks", "\u202Eevil", "kudos.skill-invalid")]
    public void Give_OfABadShape_IsRefused(string reason, string? skill, string code) =>
        Assert.Equal(code, Give(new(), "ben", Noon, reason, skill).Refusal?.Code);

    [Fact]
    public void Give_OfTheLongestReasonAndSkill_IsTaken()
    {
        var given = Give(new(), "ben", Noon, new string('r', KudosLimits.Reason), new string('s', KudosLimits.Skill));

        Assert.Null(given.Refusal);
        Assert.Equal("kudos.reason-invalid", Give(new(), "ben", Noon, new string('r', KudosLimits.Reason + 1)).Refusal?.Code);
        Assert.Equal("kudos.skill-invalid", Give(new(), "ben", Noon, "r", new string('s', KudosLimits.Skill + 1)).Refusal?.Code);
    }

    [Fact]
    public void Give_MoreThanTheLimits_WaitsForTheNextDay()
    {
        var state = new KudosGiverState();
        for (var i = 0; i < KudosLimits.ADayForOne; i++)
        {
            state = After(state, Give(state, "ben", Noon), Noon);
        }

        var refusal = Give(state, "ben", Noon).Refusal!;
        Assert.Equal(("kudos.too-many-for-one", TimeSpan.FromHours(12)), (refusal.Code, refusal.RetryAfter));
        for (var i = KudosLimits.ADayForOne; i < KudosLimits.ADay; i++)
        {
            state = After(state, Give(state, $"other{i}", Noon), Noon);
        }

        Assert.Equal("kudos.too-many-today", Give(state, "somebody", Noon).Refusal?.Code);
        Assert.Null(Give(state, "ben", Noon.AddHours(12)).Refusal);
        state = After(state, Give(state, "ben", Noon.AddHours(12)), Noon.AddHours(12));
        Assert.Null(Give(state, "somebody", Noon.AddHours(12)).Refusal);
    }

    [Fact]
    public void Import_Repeated_TakesOnlyWhatIsNew_AndNoLimitApplies()
    {
        var state = new KudosGiverState();
        var all = Enumerable.Range(0, 80).Select(i => new ImportedKudos($"x:{i}", "ben", "thanks", Noon.AddMinutes(-i))).ToList();

        var first = KudosRules.Import(state, "Ann", all.GetRange(10, 70));
        state = After(state, first, Noon);
        var second = KudosRules.Import(state, "Ann", all);
        state = After(state, second, Noon);

        Assert.Equal((70, 10), (first.Events.Length, second.Events.Length));
        Assert.True(((KudosSent)first.Events[0]).Import!.At < ((KudosSent)first.Events[1]).Import!.At);
        Assert.Empty(KudosRules.Import(state, "Ann", all).Events);
        Assert.Null(Give(state, "ben", Noon).Refusal);
    }

    /// <summary>Whatever comes in whatever order, twice or out of turn: the figures are those of a count of what stands.</summary>
    [Fact]
    public void State_AfterAnyHistory_CountsWhatStands()
    {
        var step = Gen.OneOf(
            Gen.Select(Gen.Int[0, 3], Gen.Int[1, 6], Gen.Int[0, 2].Select(skill => skill == 0 ? null : $"skill{skill}")).Select((giver, number, skill) => new Step(giver, number, skill, 0)),
            Gen.Int[0, 12].Select(which => new Step(0, 0, null, 1 + which)));
        step.List[0, 60].Sample(steps =>
        {
            var (state, sequence) = (new KudosState(), 0L);
            var standing = new List<StoredKudos>();
            var heard = new Dictionary<string, long>();
            foreach (var one in steps)
            {
                Decision<KudosEvent> decision;
                if (one.TakesBack > 0)
                {
                    if (state.Newest.Count == 0)
                    {
                        continue;
                    }

                    var kudos = state.Newest[one.TakesBack % state.Newest.Count];
                    decision = KudosRules.TakeBack(state, kudos);
                    standing.RemoveAll(other => other.Id == kudos.Id);
                }
                else
                {
                    var kudos = new StoredKudos(new($"g{one.Giver}", "G"), one.Number, "thanks", one.Skill, Noon);
                    decision = KudosRules.Hear(state, [kudos]);
                    if (one.Number > heard.GetValueOrDefault(kudos.From.Id))
                    {
                        heard[kudos.From.Id] = one.Number;
                        standing.Add(kudos);
                    }
                }

                state = decision.Events.Aggregate(state, (before, happened) => before.Apply(new(++sequence, Noon, happened)));
            }

            Assert.Equal(standing.Count, state.Count);
            Assert.Equal(standing.Select(kudos => kudos.From.Id).Distinct().Count(), state.GiverCount);
            Assert.Equal(
                standing.Where(kudos => kudos.Skill is not null).GroupBy(kudos => kudos.Skill!).ToImmutableSortedDictionary(skill => skill.Key, skill => skill.Count()),
                state.Skills.ToImmutableSortedDictionary());
            Assert.Equal(standing.Select(kudos => kudos.Id), state.Newest.Select(kudos => kudos.Id));
        });
    }

    [Fact]
    public void Erasure_OfAGiver_KeepsTheCountsAndNoWord()
    {
        var state = new KudosState();
        StoredKudos[] all = [new(new("ann", "Ann"), 1, "of ann", "C#", Noon), new(new("ben", "Ben"), 1, "of ben", null, Noon), new(new("ann", "Ann"), 2, "again", null, Noon)];
        foreach (var (kudos, i) in all.Select((kudos, i) => (kudos, i)))
        {
            state = state.Apply(new(i + 1, Noon, new KudosReceived(kudos)));
        }

        var erased = state.Apply(new(4, Noon, new KudosGiverErased("ann")));

        Assert.Equal((3, 2, 1), (erased.Count, erased.GiverCount, erased.Skills["C#"]));
        Assert.DoesNotContain("ann", string.Join(' ', erased.Newest) + string.Join(' ', erased.Givers.Keys), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(3, erased.Newest.Select(kudos => kudos.Id).Distinct().Count());
        Assert.Equal((3, 1), erased.Apply(new(5, Noon, new KudosGiverErased("ben"))) is var both ? (both.Count, both.GiverCount) : default);
    }

    private static Decision<KudosGiverEvent> Give(
        KudosGiverState state, string to, DateTimeOffset now, string reason = "thanks", string? skill = null) =>
        KudosRules.Give(state, new(Ann, Operation.None, to, reason, skill), 1, now);

    private static KudosGiverState After(KudosGiverState state, Decision<KudosGiverEvent> decision, DateTimeOffset at) =>
        decision.Events.Aggregate(state, (before, happened) => before.Apply(new(1, at, happened)));

    private readonly record struct Step(int Giver, int Number, string? Skill, int TakesBack);
}
