namespace LmsActors.Boards;

public sealed class BoardNameTests
{
    private static readonly DateTimeOffset NewYear = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("tenant", "kudos-received", null, "kudos-received.all.tenant")]
    [InlineData("tenant", "kudos-given", "week", "kudos-given.week.tenant")]
    [InlineData("course:0193f0c5a6b87c5d8e9fabcdef012345", "course-score", "all", "course-score.all.course.0193f0c5a6b87c5d8e9fabcdef012345")]
    [InlineData("group:0193f0c5a6b87c5d8e9fabcdef012345", "messages", "month", "messages.month.group.0193f0c5a6b87c5d8e9fabcdef012345")]
    [InlineData("tenant", "messages", "all", "messages.all.tenant")]
    [InlineData("group:a.b", "messages", "all", null)]
    [InlineData("tenant", "course-score", "all", null)]
    [InlineData("course:x", "kudos-received", "all", null)]
    [InlineData("course:x", "course-score", "day", null)]
    [InlineData("course:", "course-score", "all", null)]
    [InlineData("course:a/b", "course-score", "all", null)]
    [InlineData("tenant", "karma", "all", null)]
    [InlineData("tenant", "kudos-received", "year", null)]
    [InlineData(null, null, null, null)]
    public void Find_WhatThereIs_HasAnIdThatLeadsBack(string? scope, string? metric, string? window, string? id)
    {
        var name = BoardName.Find(scope, metric, window);

        Assert.Equal(id, name?.Id);
        Assert.Equal(name, BoardName.Parse(id));
        Assert.True(id is null || Ids.IsWellFormed(id), "It can stand in the name of a stream.");
    }

    [Theory]
    [InlineData("day", -1, "2025-12-31")]
    [InlineData("day", 0, "2026-01-01")]
    [InlineData("week", 0, "2026-W01")]
    [InlineData("week", -4, "2025-W52")]
    [InlineData("month", -1, "2025-12")]
    [InlineData("all", 0, "")]
    public void Period_IsThatOfUtc(string window, int days, string period)
    {
        Assert.Equal(period, BoardWindows.Period(window, NewYear.AddDays(days)));
        Assert.Equal(period, BoardWindows.Period(window, NewYear.AddDays(days).ToOffset(TimeSpan.FromHours(-11))));
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(-250, "-2.50")]
    [InlineData(8325, "83.25")]
    [InlineData(123_456_789_012_345, "1234567890123.45")]
    public void Of_ScoresHaveTwoDecimals(long value, string shown) => Assert.Equal(
        decimal.Parse(shown, System.Globalization.CultureInfo.InvariantCulture), Values.Of(BoardName.Find("course:x", "course-score", "all")!, value));
}
