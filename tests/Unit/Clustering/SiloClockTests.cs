using System.Net;

namespace LmsActors.Hosting;

/// <summary>Whose clock is off: that of the one with whom most do not agree.</summary>
public sealed class SiloClockTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly SiloClock _clock = new();

    [Theory]
    [InlineData(3600, true)]
    [InlineData(-3600, true)]
    [InlineData(86400, true)]
    [InlineData(40, true)]
    [InlineData(-20, false)]
    [InlineData(20, false)]
    [InlineData(0, false)]
    public void Look_BothOthersHaveAnotherTime_IsOff(int seconds, bool isOff)
    {
        var theirs = TimeSpan.FromSeconds(seconds);
        Look(TimeSpan.Zero, theirs, theirs);
        Look(TimeSpan.FromSeconds(5), theirs, theirs);

        Look(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(9) + theirs, TimeSpan.FromSeconds(7) + theirs);

        Assert.Equal(isOff, _clock.IsOff);
    }

    [Fact]
    public void Look_AtTheStart_TellsAnHourAtOnce()
    {
        Look(TimeSpan.Zero, TimeSpan.FromHours(1), TimeSpan.FromHours(1));

        Assert.True(_clock.IsOff);
    }

    [Fact]
    public void Look_OnlyOneOfManyHasAnotherTime_ThatOneIsOff()
    {
        Look(TimeSpan.Zero, TimeSpan.Zero, TimeSpan.FromHours(1), TimeSpan.Zero);

        Assert.False(_clock.IsOff);
    }

    [Fact]
    public void Look_TwoSilos_CannotTell()
    {
        Look(TimeSpan.Zero, TimeSpan.FromHours(1));

        Assert.False(_clock.IsOff);
    }

    [Fact]
    public void Look_ListThatNobodyCouldWriteForHours_IsNoReasonToDoubt()
    {
        Look(TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero);
        Look(TimeSpan.FromHours(2), TimeSpan.Zero, TimeSpan.FromSeconds(10));
        Look(TimeSpan.FromHours(2) + TimeSpan.FromSeconds(5), TimeSpan.FromHours(2), TimeSpan.FromHours(2));

        Assert.False(_clock.IsOff);
    }

    [Fact]
    public void Look_ClockSetRight_IsGoodAgain()
    {
        Look(TimeSpan.Zero, TimeSpan.FromHours(1), TimeSpan.FromHours(1));
        Look(TimeSpan.FromHours(1), TimeSpan.FromHours(1), TimeSpan.FromHours(1));
        Look(TimeSpan.FromHours(1) + TimeSpan.FromSeconds(30), TimeSpan.FromHours(1) + TimeSpan.FromSeconds(29), TimeSpan.FromHours(1) + TimeSpan.FromSeconds(28));

        Assert.False(_clock.IsOff);
    }

    private void Look(TimeSpan now, params TimeSpan[] others) => _clock.Look(
        others.Select((at, i) => new MembershipEntry
        {
            SiloAddress = SiloAddress.New(new IPEndPoint(IPAddress.Loopback, 1000 + i), 1),
            IAmAliveTime = (Start + at).UtcDateTime,
        }),
        Start + now);
}
