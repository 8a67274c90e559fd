using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LmsActors.Hosting;

/// <summary>What a table of reminders promises, whichever keeps it.</summary>
public sealed class ReminderTableTests
{
    private static readonly DateTime Noon = new(2026, 2, 3, 12, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData("alone")]
    [InlineData("postgres")]
    [InlineData("redis")]
    public async Task Table_KeepsItsPromises(string name)
    {
        using var profile = await SiloProfile.StartAsync(name);
        using var host = Build(profile);
        await host.StartAsync();
        var table = host.Services.GetRequiredService<IReminderTable>();

        await SetAsync(table);
        await RemoveAsync(table);
        await RangesAsync(table);
        await host.StopAsync();
    }

    private static async Task SetAsync(IReminderTable table)
    {
        var actor = GrainId.Create("tests-sleeper", "set");
        Assert.Null(await table.ReadRow(actor, "a"));

        var first = await table.UpsertRow(Entry(actor, "a", Noon, TimeSpan.FromMinutes(1)));
        await table.UpsertRow(Entry(actor, "b", Noon, TimeSpan.FromMinutes(2)));
        var second = await table.UpsertRow(Entry(actor, "a", Noon.AddDays(1), TimeSpan.FromHours(3)));

        Assert.NotEqual(first, second);
        var read = await table.ReadRow(actor, "a");
        Assert.Equal((actor, "a", Noon.AddDays(1), TimeSpan.FromHours(3), second), (read!.GrainId, read.ReminderName, read.StartAt, read.Period, read.ETag));
        Assert.Equal(["a", "b"], (await table.ReadRows(actor)).Reminders.Select(reminder => reminder.ReminderName).Order());
        Assert.Empty((await table.ReadRows(GrainId.Create("tests-sleeper", "se"))).Reminders);
    }

    private static async Task RemoveAsync(IReminderTable table)
    {
        var actor = GrainId.Create("tests-sleeper", "remove");
        var old = (await table.UpsertRow(Entry(actor, "a", Noon, TimeSpan.FromMinutes(1))))!;
        var now = (await table.UpsertRow(Entry(actor, "a", Noon, TimeSpan.FromMinutes(1))))!;

        Assert.False(await table.RemoveRow(actor, "a", old));
        Assert.False(await table.RemoveRow(actor, "none", now));
        Assert.True(await table.RemoveRow(actor, "a", now));
        Assert.False(await table.RemoveRow(actor, "a", now));
        Assert.Null(await table.ReadRow(actor, "a"));
    }

    private static async Task RangesAsync(IReminderTable table)
    {
        await table.TestOnlyClearTable();
        GrainId[] actors = [.. Enumerable.Range(0, 40).Select(number => GrainId.Create("tests-sleeper", $"range-{number}"))];
        await Task.WhenAll(actors.Select(actor => table.UpsertRow(Entry(actor, "a", Noon, TimeSpan.FromMinutes(1)))));
        var hashes = actors.Select(actor => actor.GetUniformHashCode()).Order().ToArray();

        await ContainsAsync(table, hashes[10], hashes[30], hashes[11..31]);
        await ContainsAsync(table, hashes[30], hashes[10], [.. hashes[31..], .. hashes[..11]]);
        await ContainsAsync(table, hashes[5], hashes[5], hashes);
        await ContainsAsync(table, 0, uint.MaxValue, hashes);
    }

    /// <summary>A range begins after the one and ends with the other.</summary>
    private static async Task ContainsAsync(IReminderTable table, uint begin, uint end, uint[] hashes) =>
        Assert.Equal(hashes.Order(), (await table.ReadRows(begin, end)).Reminders.Select(reminder => reminder.GrainId.GetUniformHashCode()).Order());

    private static ReminderEntry Entry(GrainId actor, string name, DateTime start, TimeSpan period) =>
        new() { GrainId = actor, ReminderName = name, StartAt = start, Period = period };

    private static IHost Build(SiloProfile profile)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.UseOrleans(silo => silo.UseLmsActors(profile.Configuration()));
        return builder.Build();
    }
}
