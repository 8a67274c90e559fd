namespace LmsActors.Kernel;

public sealed class MentionsTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("no one", "")]
    [InlineData("@ann", "ann")]
    [InlineData("hi @ann, @Bob.", "ann Bob")]
    [InlineData("(@ann) \"@bob\" *@cid*", "ann bob cid")]
    [InlineData("@ann @ANN @ann", "ann")]
    [InlineData("ann@example.org", "")]
    [InlineData("`@ann` and ```\n@bob\n``` and @cid", "cid")]
    [InlineData("https://example.org/@ann", "")]
    [InlineData("@@ann", "")]
    [InlineData("@john.doe-x_y! @Zoë", "john.doe-x_y Zoë")]
    [InlineData("@ alone", "")]
    public void In_AText_FindsTheNames(string text, string names) =>
        Assert.Equal(names.Split(' ', StringSplitOptions.RemoveEmptyEntries), Mentions.In(text).Value);

    [Fact]
    public void In_ATextWithTooManyNames_IsRefused()
    {
        Assert.True(Mentions.In(string.Join(' ', Enumerable.Range(0, Mentions.Most).Select(i => $"@n{i}"))).IsOk);
        Assert.Equal("text.too-many-mentions", Mentions.In(string.Join(' ', Enumerable.Range(0, Mentions.Most + 1).Select(i => $"@n{i}"))).Refusal?.Code);
    }

    [Fact]
    public void In_AHugeText_EndsInTime() =>
        Assert.NotNull(Mentions.In(string.Concat(Enumerable.Repeat("@" + new string('a', 70) + "`", 3_000))));
}
