namespace LmsActors.Hosting;

/// <summary>Reminders outlive the process on which they were asked for, in every way in which the product can be set up.</summary>
public sealed class ReminderTests
{
    private const string Sleeper = "sleeper";

    [Theory]
    [InlineData("alone")]
    [InlineData("alone-postgres")]
    [InlineData("postgres")]
    [InlineData("redis")]
    public async Task Reminder_SiloKilledAndStartedAgain_Fires(string name)
    {
        using var profile = await SiloProfile.StartAsync(name);
        var settings = profile.Silo(RedisServer.FreePort());
        using (var first = await ChildSilo.StartAsync(settings))
        {
            await first.WakeAsync(Sleeper);
            await first.WokenAsync(Sleeper);
            first.Kill();
        }

        using var second = await ChildSilo.StartAsync(settings);
        await second.WokenAsync(Sleeper);
        await second.SleepAsync(Sleeper);
        second.Kill();

        using var third = await ChildSilo.StartAsync(settings);
        await third.WakeAsync("another");
        await third.WokenAsync("another");
        Assert.False(await third.IsWokenAsync(Sleeper, TimeSpan.FromSeconds(3)), "It was taken away, and came back.");
    }

    [Fact]
    public async Task Reminder_ItsSiloKilled_FiresOnAnother()
    {
        using var profile = await SiloProfile.StartAsync("postgres");
        using var first = await ChildSilo.StartAsync(profile.Silo(RedisServer.FreePort()));
        using var second = await ChildSilo.StartAsync(profile.Silo(RedisServer.FreePort()));
        string[] sleepers = [.. Enumerable.Range(0, 8).Select(number => $"{Sleeper}-{number}")];
        foreach (var sleeper in sleepers)
        {
            await first.WakeAsync(sleeper);
        }

        first.Kill();

        foreach (var sleeper in sleepers)
        {
            await second.WokenAsync(sleeper);
        }
    }
}
