using CsCheck;

namespace LmsActors.Boards;

/// <summary>A ranking is what sorting everybody anew would give, whatever has happened to it.</summary>
public sealed class RankingTests
{
    private static readonly Gen<Stood> Standings = Gen.Select(
        Gen.Int[0, 400], Gen.Long[-3, 60], Gen.UInt[0, 9], Gen.Enum<Shown>(),
        (member, value, asOf, shown) => new Stood(Member(member), value, asOf, shown));

    [Fact]
    public void Set_AndRemove_OfAnySequence_AreTheSortedList() =>
        Gen.Select(Standings, Gen.Int[0, 4]).Array[0, 900].Sample(
            steps =>
            {
                var (ranking, model) = (Ranking.Empty, new Dictionary<MemberId, Stood>());
                foreach (var (stood, what) in steps)
                {
                    if (what == 0)
                    {
                        model.Remove(stood.Member);
                        ranking = ranking.Remove(stood.Member);
                    }
                    else
                    {
                        model[stood.Member] = stood;
                        ranking = ranking.Set(stood);
                    }
                }

                AssertIs(model.Values, ranking);
                AssertIs(model.Values, Ranking.Of(model.Values));
                var converter = new RankingConverter();
                AssertIs(model.Values, converter.ConvertFromSurrogate(converter.ConvertToSurrogate(ranking)));
            },
            iter: 60);

    [Fact]
    public void Set_LeavesTheRankingBefore_AsItWas()
    {
        var before = Ranking.Of(Enumerable.Range(0, 5_000).Select(i => new Stood(Member(i), i % 97, 1, Shown.ByName)));
        var listed = before.Range(0, 5_000).ToList();

        var after = Enumerable.Range(0, 2_000).Aggregate(before, (ranking, i) => ranking.Set(new(Member(i * 2), -i, 2, Shown.ByName)).Remove(Member((i * 2) + 1)));

        Assert.Equal(listed, before.Range(0, 5_000));
        Assert.Equal(3_000, after.Count);
    }

    [Fact]
    public void Rank_OfEquals_IsShared_AndTheNextIsAfterThemAll()
    {
        var ranking = Ranking.Of(new[] { 9, 7, 7, 7, 3 }.Select((value, i) => new Stood(Member(i), value, 1, Shown.ByName)));

        Assert.Equal([1, 2, 2, 2, 5], ranking.Range(0, 9).Select(stood => ranking.Rank(stood.Value)));
        Assert.Equal((2, 6), (ranking.Rank(8), ranking.Rank(-1)));
    }

    [Theory]
    [InlineData("00000000000000000000000000000000", true)]
    [InlineData("0193f0c5a6b87c5d8e9fabcdef012345", true)]
    [InlineData("ann", false)]
    [InlineData("0193F0C5A6B87C5D8E9FABCDEF01234G", false)]
    [InlineData("+193f0c5a6b87c5d8e9fabcdef012345", false)]
    [InlineData("", false)]
    public void TryParse_TakesIdsOfOurs(string id, bool isTaken) => Assert.Equal(isTaken ? id : null, MemberId.TryParse(id)?.ToString());

    private static MemberId Member(int number) => new((ulong)(number * 7919 % 401), (ulong)number);

    private static void AssertIs(IEnumerable<Stood> model, Ranking ranking)
    {
        var known = model.OrderBy(stood => stood.Member).ToList();
        var shown = known.Where(stood => stood.Shown != Shown.Not).OrderByDescending(stood => stood.Value).ThenBy(stood => stood.Member).ToList();
        Assert.Equal(known, ranking.Members);
        Assert.Equal(shown.Count, ranking.Count);
        Assert.Equal(shown, ranking.Range(0, int.MaxValue / 2));
        Assert.Equal(shown.Skip(7).Take(70), ranking.Range(7, 70));
        for (var i = 0; i < shown.Count; i += 13)
        {
            Assert.Equal(shown.Count(other => other.Value > shown[i].Value) + 1, ranking.Rank(shown[i].Value));
            Assert.Equal(i, ranking.IndexOf(shown[i]));
            Assert.Equal(shown[i], ranking.Find(shown[i].Member));
        }
    }
}
