using System.Text.Json;

namespace LmsActors.Kernel;

/// <summary>A watcher as an API silo is one: starts at a snapshot, takes events in order, resumes where it stopped.</summary>
internal sealed class StreamFollower(IGrainFactory grains, ILiveActor actor, Viewer viewer) : ILiveObserver
{
    private readonly List<LiveBatch> _batches = [];
    private ILiveObserver? _reference;
    private StreamPosition? _position;

    public List<string> Marks { get; private set; } = [];

    public async Task AttachAsync()
    {
        _reference ??= grains.CreateObjectReference<ILiveObserver>(this);
        await actor.AttachAsync("", _reference);
        await CatchUpAsync();
    }

    /// <summary>What the log has beyond what was pushed: the same call a client makes after a disconnection.</summary>
    public async Task CatchUpAsync()
    {
        var start = (await actor.ReadStreamAsync("", viewer, _position)).Value!;
        if (start.Snapshot is { } snapshot)
        {
            Marks = JsonSerializer.Deserialize<List<string>>(snapshot)!;
        }

        Take(start.Missed);
        _position = start.Position;
    }

    /// <summary>Applies what was pushed meanwhile; a batch that does not follow is a gap, to be caught up.</summary>
    public void TakePushed()
    {
        List<LiveBatch> pushed;
        lock (_batches)
        {
            pushed = [.. _batches];
            _batches.Clear();
        }

        foreach (var batch in pushed.Where(batch => batch.Epoch == _position!.Value.Epoch && batch.After <= _position.Value.Sequence))
        {
            Take(batch.Events.Where(item => item.Sequence > _position!.Value.Sequence));
            _position = _position!.Value with { Sequence = Math.Max(_position.Value.Sequence, batch.Through) };
        }
    }

    public Task OnEventsAsync(LiveBatch batch)
    {
        lock (_batches)
        {
            _batches.Add(batch);
        }

        return Task.CompletedTask;
    }

    public Task OnTickAsync(string type, byte[] data) => Task.CompletedTask;

    public Task OnRevokedAsync(IReadOnlyList<string>? learnerIds) => Task.CompletedTask;

    public Task OnLostAsync() => Task.CompletedTask;

    private void Take(IEnumerable<LiveEvent> events) => Marks.AddRange(events.Select(item => JsonSerializer.Deserialize<string>(item.Data)!));
}
