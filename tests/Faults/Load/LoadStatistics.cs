using System.Diagnostics;

namespace LmsActors.Faults;

/// <summary>What the load was like; the last line that the load process prints.</summary>
internal sealed class LoadStatistics
{
    private readonly Lock _gate = new();
    private long _lastAnswer = Stopwatch.GetTimestamp();
    private long _ok;
    private long _refused;
    private long _unknown;
    private long _retries;
    private long _resumed;
    private long _snapshots;
    private TimeSpan _longestSilence;

    public void Count(Reply reply)
    {
        lock (_gate)
        {
            _ok += reply.IsOk ? 1 : 0;
            _refused += reply.IsKnown && !reply.IsOk ? 1 : 0;
            _unknown += reply.IsKnown ? 0 : 1;
            if (reply.IsKnown)
            {
                var silence = Stopwatch.GetElapsedTime(_lastAnswer);
                _longestSilence = silence > _longestSilence ? silence : _longestSilence;
                _lastAnswer = Stopwatch.GetTimestamp();
            }
        }
    }

    public void Retry() => Interlocked.Increment(ref _retries);

    public void Start(bool hasSnapshot) => Interlocked.Increment(ref hasSnapshot ? ref _snapshots : ref _resumed);

    public LoadSummary ToSummary() => new(_ok, _refused, _unknown, _retries, _resumed, _snapshots, _longestSilence.TotalSeconds);
}

/// <param name="Ok">Acknowledged operations.</param>
/// <param name="Refused">Refused ones.</param>
/// <param name="Unknown">Given up on.</param>
/// <param name="Retries">Requests that got no answer and were repeated.</param>
/// <param name="Resumed">How often a subscriber of a room went on from its position.</param>
/// <param name="Snapshots">How often one got a snapshot instead.</param>
/// <param name="LongestSilence">Seconds without a single answer to anybody.</param>
public sealed record LoadSummary(long Ok, long Refused, long Unknown, long Retries, long Resumed, long Snapshots, double LongestSilence);
