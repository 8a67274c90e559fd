using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using static LmsActors.Live.LiveBatches;

namespace LmsActors.Live;

/// <summary>One fan-out at a time: what comes meanwhile, and who, is neither lost nor doubled.</summary>
public sealed class LiveFanOutTests
{
    private readonly LiveFanOut _fanOut = new("room/x", TimeProvider.System, NullLogger.Instance);

    [Fact]
    public async Task Post_WhileAFanOutIsUnderWay_WhatWaitsSharesOneFrame()
    {
        using var barrier = new Barrier();
        var watcher = new RecordingWatcher(Viewer());
        _fanOut.Add(barrier.Watcher, 0);
        _fanOut.Add(watcher, 0);

        _fanOut.Post([Batch(0, 1)]);
        await barrier.ReachedAsync();
        _fanOut.Post([Batch(1, 3), Batch(3, 4)]);
        _fanOut.Post([Batch(4, 7)]);
        barrier.Open();

        await GetsAsync(watcher, "1-1", 1);
        await GetsAsync(watcher, "1-7", 2, 3, 4, 5, 6, 7);
    }

    [Fact]
    public async Task Add_WhileBatchesWait_SendsJustWhatTheAnswerDidNotHold()
    {
        using var barrier = new Barrier();
        var (between, atTheEnd) = (new RecordingWatcher(Viewer()), new RecordingWatcher(Viewer()));
        _fanOut.Add(barrier.Watcher, 0);

        _fanOut.Post([Batch(0, 1)]);
        await barrier.ReachedAsync();
        _fanOut.Post([Batch(1, 3)]);
        _fanOut.Add(between, 3);
        _fanOut.Post([Batch(3, 5)]);
        _fanOut.Add(atTheEnd, 5);
        barrier.Open();
        await GetsAsync(between, "1-5", 4, 5);
        _fanOut.Post([Batch(5, 6)]);

        await GetsAsync(between, "1-6", 6);
        await GetsAsync(atTheEnd, "1-6", 6);
    }

    [Fact]
    public async Task Post_ToAViewerKeptApart_LeavesOutWhatItMustNotSee_ButNotThePosition()
    {
        using var barrier = new Barrier();
        var (watcher, apart) = (new RecordingWatcher(Viewer()), new RecordingWatcher(Viewer("eve")));
        _fanOut.Add(barrier.Watcher, 0);
        _fanOut.Add(watcher, 0);
        _fanOut.Add(apart, 0);

        _fanOut.Post([Batch(0, 1, "eve")]);
        await barrier.ReachedAsync();
        _fanOut.Post([Batch(1, 2, "bea"), Batch(2, 3, "eve"), Batch(3, 4, "bea")]);
        barrier.Open();

        await watcher.NextAsync();
        await GetsAsync(watcher, "1-4", 2, 3, 4);
        await GetsAsync(apart, "1-1");
        await GetsAsync(apart, "1-4", 2, 4);
    }

    [Fact]
    public async Task Remove_WhileAFanOutIsUnderWay_NothingMoreIsSent()
    {
        using var barrier = new Barrier();
        var (gone, last) = (new RecordingWatcher(Viewer()), new RecordingWatcher(Viewer()));
        _fanOut.Add(barrier.Watcher, 0);
        _fanOut.Add(gone, 0);
        _fanOut.Add(last, 0);

        _fanOut.Post([Batch(0, 1)]);
        await barrier.ReachedAsync();
        _fanOut.Post([Batch(1, 2)]);
        Assert.True(_fanOut.Remove(gone));
        barrier.Open();
        await last.NextAsync();
        await last.NextAsync();

        Assert.Equal(0, gone.Waiting);
        Assert.False(_fanOut.Remove(gone));
    }

    [Fact]
    public async Task Add_AgainWhileAFanOutIsUnderWay_ContinuesFromTheNewPlaceOnly()
    {
        using var barrier = new Barrier();
        var watcher = new RecordingWatcher(Viewer());
        _fanOut.Add(barrier.Watcher, 0);
        _fanOut.Add(watcher, 0);

        _fanOut.Post([Batch(0, 2)]);
        await barrier.ReachedAsync();
        _fanOut.Add(watcher, 2);
        _fanOut.Post([Batch(2, 3)]);
        barrier.Open();

        await GetsAsync(watcher, "1-3", 3);
        Assert.Equal(2, _fanOut.Watches.Count);
    }

    [Fact]
    public async Task RemoveAll_WhileBatchesWait_WhoComesNextGetsNothingOfThem()
    {
        using var barrier = new Barrier();
        var (before, after) = (new RecordingWatcher(Viewer()), new RecordingWatcher(Viewer()));
        _fanOut.Add(barrier.Watcher, 0);
        _fanOut.Add(before, 0);

        _fanOut.Post([Batch(0, 5)]);
        await barrier.ReachedAsync();
        _fanOut.Post([Batch(5, 9)]);
        barrier.Open();
        var behind = _fanOut.RemoveAll();
        _fanOut.Add(after, 2);
        _fanOut.Post([Batch(2, 3) with { Epoch = 2 }]);

        Assert.Equal(2, behind.Count);
        await GetsAsync(after, "2-3", 3);
        Assert.Single(_fanOut.Watches);
    }

    [Fact]
    public async Task Post_ToWhoCannotKeepUp_LetsItGo_OthersGetAll()
    {
        var (slow, quick) = (new RecordingWatcher(Viewer(), _ => false), new RecordingWatcher(Viewer()));
        _fanOut.Add(slow, 0);
        _fanOut.Add(quick, 0);

        _fanOut.Post([Batch(0, 1)]);
        await quick.NextAsync();

        Assert.Equal([quick], _fanOut.Watches.Select(watch => watch.Watcher));
    }

    [Fact]
    public async Task Post_ToWhoCannotKeepUpAndComesBackAtOnce_KeepsTheNewWatch()
    {
        RecordingWatcher? slow = null;
        slow = new(Viewer(), frame => frame.Position != "1-1" || !Rejoin());
        var quick = new RecordingWatcher(Viewer());
        _fanOut.Add(slow, 0);
        _fanOut.Add(quick, 0);

        _fanOut.Post([Batch(0, 1)]);
        await quick.NextAsync();
        _fanOut.Post([Batch(1, 2)]);

        await GetsAsync(slow, "1-2", 2);

        bool Rejoin()
        {
            _fanOut.Add(slow!, 1);
            return true;
        }
    }

    [Fact]
    public async Task Tick_OfOneTypeThatWaits_IsReplacedByTheNewest()
    {
        using var barrier = new Barrier();
        var texts = new List<string>();
        var watcher = new RecordingWatcher(Viewer(), frame =>
        {
            texts.Add(Encoding.UTF8.GetString(frame.Body.Utf8.Span));
            return true;
        });
        _fanOut.Add(barrier.Watcher, 0);
        _fanOut.Add(watcher, 0);

        _fanOut.Post([Batch(0, 1)]);
        await barrier.ReachedAsync();
        _fanOut.Tick("typing", "1"u8.ToArray());
        _fanOut.Tick("presence", "2"u8.ToArray());
        _fanOut.Tick("typing", "3"u8.ToArray());
        barrier.Open();
        await watcher.NextAsync();
        await watcher.NextAsync();
        await watcher.NextAsync();

        Assert.Equal(
            ["""{"stream":"room/x","type":"presence","data":2}""", """{"stream":"room/x","type":"typing","data":3}"""], texts.Skip(1).Order());
    }

    private static async Task GetsAsync(RecordingWatcher watcher, string position, params long[] sequences)
    {
        var frame = await watcher.NextAsync();
        Assert.Equal("events", frame.Method);
        Assert.Equal(position, frame.Position);
        Assert.Equal(sequences, frame.Sequences);
    }
}
