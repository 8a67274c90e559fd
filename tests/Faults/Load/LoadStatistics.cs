using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json.Serialization;

namespace LmsActors.Faults;

/// <summary>What the load was like; the last line that the load process prints.</summary>
internal sealed class LoadStatistics
{
    private readonly Lock _gate = new();
    private long _lastAnswer = Stopwatch.GetTimestamp();
    private readonly ConcurrentDictionary<string, long> _messages = [];
    private long _ok;
    private long _refused;
    private long _unknown;
    private readonly SortedDictionary<string, long> _failures = new(StringComparer.Ordinal);
    private long _resumed;
    private long _snapshots;
    private TimeSpan _longestSilence;
    private TimeSpan _longestWait;
    private TimeSpan _longestAway;
    private TimeSpan _longestError;
    private string _trouble = "";
    private long _reads;
    private long _failedReads;
    private long _lastRead = Stopwatch.GetTimestamp();
    private TimeSpan _longestReadSilence;
    private TimeSpan _longestUnseen;

    /// <param name="reply">What came in the end.</param>
    /// <param name="waited">For how long, with all repetitions.</param>
    public void Count(Reply reply, TimeSpan waited)
    {
        lock (_gate)
        {
            _longestWait = waited > _longestWait ? waited : _longestWait;
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

    /// <summary>The load begins now: what it took to make the world is no silence.</summary>
    public void Begin() => _lastRead = _lastAnswer = Stopwatch.GetTimestamp();

    /// <summary>A subscriber follows its stream again, so long after it lost its connection.</summary>
    public void Back(TimeSpan after)
    {
        lock (_gate)
        {
            _longestAway = after > _longestAway ? after : _longestAway;
        }
    }

    /// <summary>A message was acknowledged.</summary>
    public void Sent(string text) => _messages[text] = Stopwatch.GetTimestamp();

    /// <summary>A subscriber of its room has the message for the first time.</summary>
    public void Seen(string text)
    {
        if (_messages.TryGetValue(text, out var sent))
        {
            lock (_gate)
            {
                var unseen = Stopwatch.GetElapsedTime(sent);
                _longestUnseen = unseen > _longestUnseen ? unseen : _longestUnseen;
            }
        }
    }

    /// <summary>A request got no answer that can be relied on, and is repeated.</summary>
    /// <param name="after">After how long that was known.</param>
    /// <param name="trouble">What was said instead.</param>
    public void Retry(TimeSpan after, string trouble)
    {
        lock (_gate)
        {
            _failures[trouble] = _failures.GetValueOrDefault(trouble) + 1;
            _trouble = trouble;
            _longestError = Longer(_longestError, after);
        }
    }

    /// <summary>Somebody wanted to read something.</summary>
    /// <param name="isOk">Whether that worked.</param>
    /// <param name="trouble">If not, what was said instead.</param>
    public void Read(bool isOk, string trouble)
    {
        lock (_gate)
        {
            _trouble = isOk ? _trouble : trouble;
            _reads += isOk ? 1 : 0;
            _failedReads += isOk ? 0 : 1;
            if (isOk)
            {
                _longestReadSilence = Longer(_longestReadSilence, Stopwatch.GetElapsedTime(_lastRead));
                _lastRead = Stopwatch.GetTimestamp();
            }
        }
    }

    public void Start(bool hasSnapshot) => Interlocked.Increment(ref hasSnapshot ? ref _snapshots : ref _resumed);

    /// <summary>What there was since the last time; what is counted from now on is another phase. A silence that lasts counts for both.</summary>
    public LoadSummary Cut()
    {
        lock (_gate)
        {
            var phase = new LoadSummary(
                _ok, _refused, _unknown, new(_failures), _resumed, _snapshots,
                Longer(_longestSilence, Stopwatch.GetElapsedTime(_lastAnswer)).TotalSeconds, _longestWait.TotalSeconds, _longestAway.TotalSeconds,
                _longestUnseen.TotalSeconds, _longestError.TotalSeconds, _reads, _failedReads, Longer(_longestReadSilence, Stopwatch.GetElapsedTime(_lastRead)).TotalSeconds, _trouble);
            _trouble = "";
            _failures.Clear();
            (_ok, _refused, _unknown, _resumed, _snapshots, _reads, _failedReads) = (0, 0, 0, 0, 0, 0, 0);
            _longestSilence = _longestWait = _longestAway = _longestUnseen = _longestError = _longestReadSilence = TimeSpan.Zero;
            return phase;
        }
    }

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;
}

/// <param name="Ok">Acknowledged operations.</param>
/// <param name="Refused">Refused ones.</param>
/// <param name="Unknown">Given up on.</param>
/// <param name="Failures">Why requests got no answer that could be relied on, and how often each.</param>
/// <param name="Resumed">How often a subscriber of a room went on from its position.</param>
/// <param name="Snapshots">How often one got a snapshot instead.</param>
/// <param name="LongestSilence">Seconds without a single answer to anybody.</param>
/// <param name="LongestWait">Seconds that the least lucky operation took, with all its repetitions.</param>
/// <param name="LongestAway">Seconds from the loss of a connection, or of a stream, until the stream was followed again, at most.</param>
/// <param name="LongestUnseen">Seconds from the acknowledgement of a message until each subscriber of its room had it, at most.</param>
/// <param name="LongestError">Seconds after which a request ended without an answer that can be relied on, at most.</param>
/// <param name="Reads">Readings that succeeded.</param>
/// <param name="FailedReads">Those that did not.</param>
/// <param name="LongestReadSilence">Seconds without a single reading that succeeded.</param>
/// <param name="Trouble">What the last request that failed was told.</param>
public sealed record LoadSummary(
    long Ok, long Refused, long Unknown, SortedDictionary<string, long> Failures, long Resumed, long Snapshots, double LongestSilence, double LongestWait, double LongestAway,
    double LongestUnseen, double LongestError, long Reads, long FailedReads, double LongestReadSilence, string Trouble)
{
    public static LoadSummary None { get; } = new(0, 0, 0, [], 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, "");

    /// <summary>Requests that got no answer and were repeated.</summary>
    [JsonIgnore]
    public long Retries => Failures.Values.Sum();

    /// <summary>The share of all requests that failed, 0 to 1.</summary>
    [JsonIgnore]
    public double Failed => (double)(Retries + Unknown) / (Ok + Refused + Unknown + Retries);

    /// <summary>Both phases as one.</summary>
    public LoadSummary With(LoadSummary other) => new(
        Ok + other.Ok, Refused + other.Refused, Unknown + other.Unknown, Sum(Failures, other.Failures), Resumed + other.Resumed, Snapshots + other.Snapshots,
        Math.Max(LongestSilence, other.LongestSilence), Math.Max(LongestWait, other.LongestWait), Math.Max(LongestAway, other.LongestAway),
        Math.Max(LongestUnseen, other.LongestUnseen), Math.Max(LongestError, other.LongestError), Reads + other.Reads, FailedReads + other.FailedReads, Math.Max(LongestReadSilence, other.LongestReadSilence),
        other.Trouble is { Length: > 0 } trouble ? trouble : Trouble);

    private static SortedDictionary<string, long> Sum(SortedDictionary<string, long> one, SortedDictionary<string, long> other) =>
        new(one.Concat(other).GroupBy(failure => failure.Key).ToDictionary(failure => failure.Key, failure => failure.Sum(part => part.Value)), StringComparer.Ordinal);

    public override string ToString() => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"{Ok} done, {Refused} refused, {Unknown} unknown, {Retries} repeated (an error after {LongestError:0.0} s at most); longest time without service "
        + $"{LongestSilence:0.0} s, for the least lucky {LongestWait:0.0} s; {Reads} read, {FailedReads} not, {LongestReadSilence:0.0} s without; "
        + $"{Resumed} streams resumed, {Snapshots} from snapshots, away {LongestAway:0.0} s at most; messages unseen for {LongestUnseen:0.0} s at most");
}
