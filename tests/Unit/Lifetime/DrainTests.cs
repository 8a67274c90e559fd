using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Time.Testing;

namespace LmsActors.Hosting;

/// <summary>The time between being told to stop and stopping.</summary>
public sealed class DrainTests
{
    [Fact]
    public async Task Run_BeginsAtOnceAndLeavesAtHalfTime()
    {
        var time = new FakeTimeProvider();
        using var drain = new Drain(TimeSpan.FromSeconds(10), time);

        var running = drain.RunAsync(CancellationToken.None);

        Assert.Equal((true, false), (drain.Begun.IsCancellationRequested, drain.Leaving.IsCancellationRequested));
        time.Advance(TimeSpan.FromSeconds(5));
        await WhenAsync(drain.Leaving);
        Assert.False(running.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(5));
        Assert.True(await running);
    }

    [Fact]
    public async Task Run_OnceMore_DoesNothing()
    {
        using var drain = new Drain(TimeSpan.FromSeconds(10), new FakeTimeProvider());
        _ = drain.RunAsync(CancellationToken.None);

        Assert.False(await drain.RunAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Run_WhenStopped_EndsEarly()
    {
        using var stop = new CancellationTokenSource();
        using var drain = new Drain(TimeSpan.FromSeconds(10), new FakeTimeProvider());
        var running = drain.RunAsync(stop.Token);

        await stop.CancelAsync();

        Assert.True(await running);
        Assert.True(drain.Leaving.IsCancellationRequested);
    }

    [Theory]
    [InlineData(null, null, true, 0)]
    [InlineData(null, "Postgres", true, 5)]
    [InlineData(null, "Postgres", false, 0)]
    [InlineData("00:00:20", null, false, 20)]
    [InlineData("00:00:00", "Postgres", true, 0)]
    public void Read_IsWhatIsSetOrWhatTheRoleNeeds(string? given, string? clustering, bool servesClients, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Drain.Read(Configuration(given, clustering), servesClients));

    [Theory]
    [InlineData("soon")]
    [InlineData("-00:00:01")]
    [InlineData("00:01:01")]
    public void Read_WrongValue_IsRefusedWithWhatIsAllowed(string given)
    {
        var refused = Assert.Throws<ConfigurationException>(() => Drain.Read(Configuration(given, null), servesClients: true));

        Assert.Contains("00:00:00 to 00:01:00", refused.Message, StringComparison.Ordinal);
    }

    private static Task WhenAsync(CancellationToken signal)
    {
        var came = new TaskCompletionSource();
        signal.Register(came.SetResult);
        return came.Task;
    }

    private static IConfiguration Configuration(string? drain, string? clustering) => new ConfigurationBuilder()
        .AddInMemoryCollection(new Dictionary<string, string?>
        {
            [Drain.Setting] = drain,
            ["Clustering:Provider"] = clustering,
            ["Storage:Provider"] = "Postgres",
            ["Storage:ConnectionString"] = "Host=db",
        })
        .Build();
}
