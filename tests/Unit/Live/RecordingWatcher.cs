using System.Text.Json;
using System.Threading.Channels;

namespace LmsActors.Live;

/// <summary>A watcher that keeps what it gets, and does on each frame what the test says.</summary>
internal sealed class RecordingWatcher(Viewer viewer, Func<LiveFrame, bool>? onFrame = null) : LiveWatcher(viewer)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly Channel<LiveFrame> _frames = Channel.CreateUnbounded<LiveFrame>();

    /// <summary>What came and was not asked for yet.</summary>
    public int Waiting => _frames.Reader.Count;

    public override bool TrySend(LiveFrame frame)
    {
        var isTaken = onFrame?.Invoke(frame) ?? true;
        return isTaken && _frames.Writer.TryWrite(frame);
    }

    /// <summary>The next frame: its method, its position, and the numbers of its events.</summary>
    public async Task<(string Method, string? Position, long[] Sequences)> NextAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        var frame = await _frames.Reader.ReadAsync(limit.Token);
        using var body = JsonDocument.Parse(frame.Body.Utf8);
        long[] sequences = body.RootElement.TryGetProperty("events", out var events)
            ? [.. events.EnumerateArray().Select(item => item.GetProperty("sequence").GetInt64())]
            : [];
        return (frame.Method, frame.Position, sequences);
    }
}

/// <summary>Holds a fan-out at its first watcher until the test lets it go on.</summary>
internal sealed class Barrier : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly SemaphoreSlim _reached = new(0);
    private readonly SemaphoreSlim _open = new(0);

    public Barrier() => Watcher = new(LiveBatches.Viewer(), _ =>
    {
        _reached.Release();
        Assert.True(_open.Wait(Patience), "Nobody opened the barrier.");
        return true;
    });

    /// <summary>Must be let in before all others.</summary>
    public RecordingWatcher Watcher { get; }

    public async Task ReachedAsync() => Assert.True(await _reached.WaitAsync(Patience), "No fan-out began.");

    /// <summary>Lets this fan-out, and <paramref name="more"/> after it, go on.</summary>
    public void Open(int more = 100) => _open.Release(1 + more);

    public void Dispose()
    {
        _reached.Dispose();
        _open.Dispose();
    }
}
