using CsCheck;

namespace LmsActors.Faults;

/// <summary>A checker is worth what it catches.</summary>
public sealed class CheckerTests
{
    public static TheoryData<string> Ways => [.. Tampering.All.Keys];

    public static TheoryData<string> WaysOfBoundedFeed => [.. Tampering.OfBoundedFeed.Keys];

    [Fact]
    public void Check_ValidHistories_FindsNothing() => Gen.Int.Sample(
        seed =>
        {
            var (facts, final) = Simulation.Run(seed);
            Assert.Empty(Checker.Check(facts, final));
        },
        iter: 300);

    [Theory]
    [MemberData(nameof(Ways))]
    public void Check_OneThingSpoiled_IsCaughtAsWhatItIs(string way)
    {
        var (tamper, kinds) = Tampering.All[way];
        var (facts, final) = Simulation.Run(seed: 7, steps: 300);

        var (spoiledFacts, spoiledFinal) = tamper(facts, final, new Random(7));

        Assert.Contains(Checker.Check(spoiledFacts, spoiledFinal), violation => kinds.Contains(violation.Kind));
    }

    [Fact]
    public void Check_AnyHistorySpoiledInAnyWay_IsCaught() => Gen.Select(Gen.Int, Gen.Int[0, Tampering.All.Count - 1]).Sample(
        (seed, index) =>
        {
            var (facts, final) = Simulation.Run(seed, steps: 300);
            var (tamper, kinds) = Tampering.All.Values.ElementAt(index);
            var (spoiledFacts, spoiledFinal) = tamper(facts, final, new Random(seed));
            return Checker.Check(spoiledFacts, spoiledFinal).Any(violation => kinds.Contains(violation.Kind));
        },
        iter: 1000);

    [Fact]
    public void Check_ValidHistoriesWithFeedsAtTheirBound_FindsNothing() => Gen.Select(Gen.Int, Gen.Int[1, 30]).Sample(
        (seed, bound) =>
        {
            var (facts, final) = Simulation.Run(seed, feedBound: bound);
            Assert.Equal(bound, final.Feeds["ann"].Count);
            Assert.Empty(Checker.Check(facts, final, bound));
        },
        iter: 300);

    [Theory]
    [MemberData(nameof(WaysOfBoundedFeed))]
    public void Check_FeedAtItsBoundSpoiled_IsCaughtAsWhatItIs(string way) => Gen.Select(Gen.Int, Gen.Int[4, 30]).Sample(
        (seed, bound) =>
        {
            var (tamper, kinds) = Tampering.OfBoundedFeed[way];
            var (facts, final) = Simulation.Run(seed, feedBound: bound);
            var (spoiledFacts, spoiledFinal) = tamper(facts, final, new Random(seed));
            return Checker.Check(spoiledFacts, spoiledFinal, bound).Any(violation => kinds.Contains(violation.Kind));
        },
        iter: 100);

    [Fact]
    public void Check_UnknownOperation_MayStandOrNot()
    {
        var (facts, final) = Simulation.Run(seed: 3);
        var doubtful = facts.Select(fact => fact is Answered answered ? answered with { Outcome = Outcome.Unknown } : fact).ToList();

        Assert.Empty(Checker.Check(doubtful, final));
    }

    [Fact]
    public void Facts_WrittenAndRead_AreTheSame()
    {
        var (facts, final) = Simulation.Run(seed: 5);
        using var file = new MemoryStream();
        HistoryFile.Write(file, facts);
        file.Position = 0;

        Assert.Empty(Checker.Check(HistoryFile.Read(file), final));
    }
}
