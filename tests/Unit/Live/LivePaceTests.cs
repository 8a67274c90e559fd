using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using static LmsActors.Live.LiveBatches;

namespace LmsActors.Live;

/// <summary>A stream spends half of its time on sending at most, and an idle one sends at once.</summary>
public sealed class LivePaceTests
{
    private readonly Clock _clock = new();

    [Fact]
    public async Task Post_AfterAFanOutThatTookLong_WaitsForAsLong()
    {
        var (fanOut, watcher) = Watched(TimeSpan.FromMilliseconds(40));

        fanOut.Post([Batch(0, 1)]);
        await watcher.NextAsync();
        fanOut.Post([Batch(1, 2)]);
        var rest = await _clock.NextTimerAsync();
        fanOut.Post([Batch(2, 3)]);
        _clock.Advance(rest);

        var next = await watcher.NextAsync();

        Assert.Equal(TimeSpan.FromMilliseconds(40), rest);
        Assert.Equal([2L, 3], next.Sequences);
    }

    [Fact]
    public async Task Post_AfterAFanOutThatTookVeryLong_WaitsForABoundedTime()
    {
        var (fanOut, watcher) = Watched(TimeSpan.FromSeconds(5));

        fanOut.Post([Batch(0, 1)]);
        await watcher.NextAsync();
        fanOut.Post([Batch(1, 2)]);

        Assert.Equal(TimeSpan.FromMilliseconds(100), await _clock.NextTimerAsync());
    }

    [Fact]
    public async Task Post_AfterAFanOutThatTookNoTime_IsSentAtOnceWithoutATimer()
    {
        var (fanOut, watcher) = Watched(TimeSpan.Zero);

        for (var i = 0; i < 10; i++)
        {
            fanOut.Post([Batch(i, i + 1)]);
            var sent = await watcher.NextAsync();
            Assert.Equal([i + 1L], sent.Sequences);
        }

        Assert.Equal(0, _clock.Timers);
    }

    private (LiveFanOut FanOut, RecordingWatcher Watcher) Watched(TimeSpan sendingTakes)
    {
        var fanOut = new LiveFanOut("room/x", _clock, NullLogger.Instance);
        var watcher = new RecordingWatcher(Viewer(), _ =>
        {
            _clock.Advance(sendingTakes);
            return true;
        });
        fanOut.Add(watcher, 0);
        return (fanOut, watcher);
    }

    /// <summary>Time that stands until it is moved, and that tells when somebody begins to wait for it.</summary>
    private sealed class Clock : FakeTimeProvider
    {
        private readonly Channel<TimeSpan> _timers = Channel.CreateUnbounded<TimeSpan>();

        public int Timers => _timers.Reader.Count;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            _timers.Writer.TryWrite(dueTime);
            return timer;
        }

        public async Task<TimeSpan> NextTimerAsync()
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            return await _timers.Reader.ReadAsync(limit.Token);
        }
    }
}
