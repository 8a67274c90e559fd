using CsCheck;

namespace LmsActors.NameDirectory;

public sealed class DirectoryRulesTests
{
    private readonly DirectoryIndex _index = new();
    private DirectoryState _state = new();

    [Fact]
    public void Find_Ranks_WholeThenBeginningThenWord()
    {
        Put("1", "Grace Ann");
        Put("2", "Annabel");
        Put("3", "ann");
        Put("4", "Joanna");
        Put("5", "Mary-Ann");

        Assert.Equal(["3", "2", "1", "5"], Find("ANN"));
    }

    [Theory]
    [InlineData("ÉLODIE", "élodie")]
    [InlineData("FreeCodeCamp/FreeCodeCamp", "freecodecamp/freecodecamp")]
    [InlineData("Ａｄａ", "ada")]
    [InlineData("ﬁsh", "FISH")]
    [InlineData("Cafe\u0301", "CAFÉ")]
    [InlineData("a\u0323\u0302", "Ậ")]
    [InlineData("a\u0302\u0323", "Ậ")]
    [InlineData("\u1112\u1161\u11ab\u1100\u116e\u11a8", "한국")]
    public void Find_CaseAndCompatibilityForms_CountAsTheSame(string name, string asked)
    {
        Put("1", name);

        Assert.Equal(["1"], Find(asked));
    }

    [Theory]
    [InlineData("élan", "lan")]
    [InlineData("Joanna", "anna")]
    public void Find_MiddleOfAWord_IsNotFound(string name, string asked)
    {
        Put("1", name);

        Assert.Empty(Find(asked));
    }

    [Fact]
    public void Find_NeitherNameNorExternalId_ListsAllThatMayBeSeen()
    {
        Put("1", "Ben");
        Put("2", "Ada");
        Put("3", "Cy", listed: false);

        Assert.Equal(["2", "1"], Ask(new()));
        Assert.Equal(["2", "1", "3"], Ask(new() { Unlisted = ["3"] }));
    }

    [Fact]
    public void Find_Unlisted_IsFoundByThoseWhoMayOnly()
    {
        Put("1", "Secret", listed: false);

        Assert.Empty(Find("secret"));
        Assert.Equal(["1"], Ask(new() { Name = "secret", Unlisted = ["1"] }));
    }

    [Fact]
    public void Find_Hidden_IsLeftOut()
    {
        Put("1", "Ada");
        Put("2", "Ada");

        Assert.Equal(["2"], Ask(new() { Name = "ada", Hidden = ["1"] }));
    }

    [Fact]
    public void Find_ExternalId_IsWholeAndExact()
    {
        Put("1", "Ada", external: "gitter:1");
        Put("2", "Eve", external: "gitter:12");

        Assert.Equal(["1"], Ask(new() { ExternalId = "gitter:1" }));
        Assert.Empty(Ask(new() { ExternalId = "GITTER:1" }));
        Assert.Empty(Ask(new() { ExternalId = "gitter:1", Name = "Eve" }));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public void Find_Nothing_FindsNothing(string asked)
    {
        Put("1", "Ada");

        Assert.Empty(Find(asked));
    }

    [Fact]
    public void Put_OlderName_ChangesNothing()
    {
        Put("1", "New", sequence: 5);
        Put("1", "Old", sequence: 4);

        Assert.Equal(["1"], Find("new"));
        Assert.Empty(Find("old"));
    }

    [Fact]
    public void Put_Renamed_IsFoundByTheNewNameOnly()
    {
        Put("1", "Before", sequence: 1);
        Assert.Equal(["1"], Find("before"));
        Put("1", "After", sequence: 2);

        Assert.Equal(["1"], Find("after"));
        Assert.Empty(Find("before"));
    }

    [Fact]
    public void Totals_CountsInAnyOrderAndRepeated_SumTheLatest()
    {
        var told = Gen.Select(Gen.Int[0, 4], Gen.Int[1, 9]);
        told.Array[0, 50].Sample(all =>
        {
            var state = new DirectoryState();
            foreach (var (id, sequence) in all)
            {
                var decision = DirectoryRules.PutCounts(state, [new($"{id}", DirectoryCounters.Follows, sequence * 10 + id, sequence)]);
                state = decision.Events.Aggregate(state, (current, happened) => current.Apply(new(0, default, happened)));
            }

            var expected = all.GroupBy(said => said.Item1).Sum(said => said.Max(one => one.Item2) * 10 + said.Key);
            Assert.Equal(expected, state.ToTotals().Counters.GetValueOrDefault(DirectoryCounters.Follows));
            Assert.Equal(0, state.ToTotals().Named);
        });
    }

    [Fact]
    public void Find_PagedByPlace_GivesTheSameAsAtOnce()
    {
        var name = Gen.String[Gen.Char["abAB -"], 1, 6].Where(text => text.Trim().Length > 0);
        Gen.Select(name.Array[0, 40], Gen.String[Gen.Char["ab"], 1, 2], Gen.Int[1, 5]).Sample((names, asked, limit) =>
        {
            var (index, state) = (new DirectoryIndex(), new DirectoryState());
            for (var i = 0; i < names.Length; i++)
            {
                state = state.Apply(new(0, default, new DirectoryNamed(new($"{i}", names[i], null, true, 1))));
                index.Touch($"{i}");
                index.Update(state);
            }

            var whole = DirectoryRules.Find(index, state, new() { Name = asked, Limit = 1000 }).Select(hit => hit.Id).ToArray();
            var paged = new List<string>();
            DirectoryPlace? after = null;
            while (DirectoryRules.Find(index, state, new() { Name = asked, Limit = limit, After = after }) is { Count: > 0 } page)
            {
                paged.AddRange(page.Select(hit => hit.Id));
                after = page[^1].Place;
            }

            Assert.Equal(whole, paged);
            Assert.Equal(Expected(names, asked), whole.Order());
        });
    }

    /// <summary>By the definition: the name, or a word in it, begins with what is asked.</summary>
    private static IEnumerable<string> Expected(string[] names, string asked) => Enumerable.Range(0, names.Length)
        .Where(i => names[i].Trim().Split(' ', '-').Any(word => word.StartsWith(asked, StringComparison.OrdinalIgnoreCase)))
        .Select(i => $"{i}")
        .Order();

    private void Put(string id, string name, bool listed = true, string? external = null, long sequence = 1)
    {
        foreach (var happened in DirectoryRules.PutNames(_state, [new(id, name, external, listed, sequence)]).Events)
        {
            _state = _state.Apply(new(0, default, happened));
        }

        _index.Touch(id);
    }

    private string[] Find(string name) => Ask(new DirectoryQuery { Name = name });

    private string[] Ask(DirectoryQuery query)
    {
        _index.Update(_state);
        return [.. DirectoryRules.Find(_index, _state, query).Select(hit => hit.Id)];
    }
}
