namespace LmsActors.Kernel;

public sealed class TextsTests
{
    [Theory]
    [InlineData("Ada Lovelace")]
    [InlineData("Łukasz Żółć")]
    [InlineData("李小龍")]
    [InlineData("👩‍👩‍👧 family")]
    [InlineData("<b>bold</b>")]
    public void IsLine_WhatPeopleAreCalled_IsAccepted(string text) => Assert.True(Texts.IsLine(text, 100));

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("\u200B\u200D")]
    [InlineData("two\nlines")]
    [InlineData("a\u202Eb")]
    [InlineData("a\u2066b")]
    [InlineData("a\0b")]
    [InlineData("a\u0085b")]
    public void IsLine_WhatDeceivesOrIsNotALine_IsRefused(string text) => Assert.False(Texts.IsLine(text, 100));

    [Fact]
    public void IsLine_HalfSurrogate_IsRefused() => Assert.False(Texts.IsLine("a" + '\uD83D', 100));

    [Fact]
    public void IsLine_Length_IsBounded()
    {
        Assert.True(Texts.IsLine(new string('a', 100), 100));
        Assert.False(Texts.IsLine(new string('a', 101), 100));
    }

    [Fact]
    public void IsProse_LineBreaks_AreWelcomeAndOverridesAreNot()
    {
        Assert.True(Texts.IsProse("one\r\n\ttwo", 100));
        Assert.False(Texts.IsProse("one\u202Etwo", 100));
    }
}
