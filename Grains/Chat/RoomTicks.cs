namespace LmsActors.Chat;

/// <summary>
/// What flickers in a room: who types and how many are there. Gathered for 100 ms, sent as one tick, never stored.
/// </summary>
internal sealed class RoomTicks(Grain room, LiveSubscribers subscribers, TimeProvider time)
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan TypingLasts = TimeSpan.FromSeconds(5);
    private const int MaxNamed = 50;

    private readonly Dictionary<string, (Person Person, DateTimeOffset Until)> _typing = [];
    private readonly Dictionary<ILiveObserver, (int Count, IReadOnlyList<Person> Sample, DateTimeOffset Until)> _present = [];
    private IGrainTimer? _timer;
    private (bool Typing, bool Presence) _changed;

    public void Typing(Person person)
    {
        _typing[person.Id] = (person, time.GetUtcNow() + TypingLasts);
        Arm(typing: true, presence: false);
    }

    /// <summary>A message was posted: its author no longer types.</summary>
    public void Posted(string learnerId)
    {
        if (_typing.Remove(learnerId))
        {
            Arm(typing: true, presence: false);
        }
    }

    public void Present(ILiveObserver silo, int count, IReadOnlyList<Person> sample)
    {
        _present[silo] = (count, sample, time.GetUtcNow() + LiveLease.Duration);
        if (count == 0)
        {
            _present.Remove(silo);
        }

        Arm(typing: false, presence: true);
    }

    private void Arm(bool typing, bool presence)
    {
        _changed = (_changed.Typing | typing, _changed.Presence | presence);
        _timer ??= room.RegisterGrainTimer(SendAsync, new GrainTimerCreationOptions(Period, Period) { Interleave = true });
    }

    private Task SendAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var expired = _typing.Where(pair => pair.Value.Until <= now).Select(pair => pair.Key).ToList();
        expired.ForEach(id => _typing.Remove(id));
        if (_changed.Typing || expired.Count > 0)
        {
            subscribers.Tick("typing", LiveJson.Bytes(new { learners = _typing.Values.Take(MaxNamed).Select(entry => entry.Person) }));
        }

        if (_changed.Presence)
        {
            foreach (var gone in _present.Where(pair => pair.Value.Until <= now).Select(pair => pair.Key).ToList())
            {
                _present.Remove(gone);
            }

            var people = _present.Values.SelectMany(silo => silo.Sample).DistinctBy(person => person.Id).Take(MaxNamed);
            subscribers.Tick("presence", LiveJson.Bytes(new { count = _present.Values.Sum(silo => silo.Count), learners = people }));
        }

        _changed = default;
        if (_typing.Count == 0)
        {
            _timer?.Dispose();
            _timer = null;
        }

        return Task.CompletedTask;
    }
}
