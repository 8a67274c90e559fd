namespace LmsActors.Kernel;

public sealed class ErasedMentionsTests
{
    [Theory]
    [InlineData("hello @Ada.Lovelace!", "hello @erased!")]
    [InlineData("@ada_lovelace and @ADA.LOVELACE.", "@erased and @erased.")]
    [InlineData("<p>@Ada.Lovelace</p>", "<p>@erased</p>")]
    [InlineData("@Ada.Lovelaces and @Ada.Lovelace.Byron and Ada Lovelace", "@Ada.Lovelaces and @Ada.Lovelace.Byron and Ada Lovelace")]
    [InlineData("nobody", "nobody")]
    public void Without_AName_MentionsNobody(string text, string expected) =>
        Assert.Equal(expected, ErasedMentions.Without(text, "Ada Lovelace"));

    [Fact]
    public void Without_ANameThatIsNotKnown_ChangesNothing() => Assert.Equal("hi @Ada", ErasedMentions.Without("hi @Ada", ""));

    [Fact]
    public void Without_ANameThatLooksLikeAPattern_TakesItLiterally() =>
        Assert.Equal("@erased, @aXb", ErasedMentions.Without("@a.b, @aXb", "a.b"));
}
