using System.Globalization;

namespace LmsActors.Import;

/// <summary>What a replay did. <paramref name="BehindSeconds"/> is the most that a message came late.</summary>
internal sealed record ReplayCounts(long Played, long Skipped, long Refused, int Rooms, int Learners, double BehindSeconds, double Seconds, string Run);

/// <summary>
/// Plays the conversations of a Gitter archive again, at their rhythm times a speed: each author posts as itself, messages of one room one
/// after the other. Groups and learners that are missing are made first. An interrupted replay ends with what it has played.
/// </summary>
internal sealed class GitterReplay(IReplayTarget target, IImportProgress progress, TimeProvider time, ReplaySchedule schedule)
{
    private const int InFlight = 256;
    private const int LongestText = 10_000;
    private static readonly TimeSpan TellEvery = TimeSpan.FromSeconds(5);

    /// <summary>Makes the keys of this run's messages differ from those of another run.</summary>
    private readonly string _run = Guid.CreateVersion7().ToString("N");
    private readonly Dictionary<string, string> _learners = [];
    private readonly Dictionary<string, string> _rooms = [];
    private readonly Dictionary<string, Task> _tails = [];
    private long _played;
    private long _skipped;
    private long _refused;
    private long _mostBehind;
    private long _lastBehind;

    /// <exception cref="ImportSourceException">The source cannot be read.</exception>
    /// <exception cref="CommandException">The server went away.</exception>
    public async Task<ReplayCounts> RunAsync(string path, CancellationToken cancellation)
    {
        var archives = new List<GitterRoomArchive>();
        await foreach (var archive in GitterArchive.ReadAsync(path, cancellation))
        {
            archives.Add(archive);
        }

        progress.Say("making the learners and groups that are missing");
        await PutAllAsync(archives, cancellation);
        var start = time.GetTimestamp();
        progress.Say("playing");
        await PlayAsync(archives, start, cancellation);
        return new(
            _played, _skipped, _refused, _rooms.Count, _learners.Count, Seconds(_mostBehind), Seconds(time.GetElapsedTime(start).Ticks), _run);
    }

    private async Task PutAllAsync(List<GitterRoomArchive> archives, CancellationToken cancellation)
    {
        foreach (var room in archives.Where(archive => archive.Records.Count > 0).GroupBy(archive => archive.RoomUri))
        {
            var messages = room.SelectMany(archive => archive.Messages()).ToList();
            var people = messages.DistinctBy(record => record.FromUserId).ToList();
            var missing = people.Where(record => !_learners.ContainsKey(GitterPeople.Learner(record)))
                .Select(record => new ImportLearner(GitterPeople.Learner(record), GitterPeople.Name(record.FromUserName)))
                .ToList();
            if (missing.Count > 0)
            {
                var made = await target.PutLearnersAsync(missing, cancellation);
                missing.Zip(made.Ids).ToList().ForEach(pair => _learners[pair.First.ExternalId] = pair.Second);
            }

            var command = new ImportRoom(
                GitterPeople.Room(room.Key), GitterPeople.Name(room.Key), messages[0].SentAt, [.. people.Select(GitterPeople.Learner)]);
            _rooms[room.Key] = (await target.PutRoomAsync(command, cancellation)).RoomId;
        }
    }

    private async Task PlayAsync(List<GitterRoomArchive> archives, long start, CancellationToken cancellation)
    {
        using var slots = new SemaphoreSlim(InFlight);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var teller = time.CreateTimer(_ => Tell(), null, TellEvery, TellEvery);
        try
        {
            foreach (var step in schedule.Plan(ReplaySchedule.Merge(archives)))
            {
                await WaitUntilAsync(start, step.Offset, ending.Token);
                await slots.WaitAsync(ending.Token);
                var room = step.Record.RoomUri;
                _tails[room] = PlayAfterAsync(_tails.GetValueOrDefault(room, Task.CompletedTask), step, start, slots, ending);
            }
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // What is under way comes to its end below; if a message failed, that is told there.
        }

        await Task.WhenAll(_tails.Values);
    }

    private async Task PlayAfterAsync(Task before, ReplayStep step, long start, SemaphoreSlim slots, CancellationTokenSource ending)
    {
        try
        {
            await before;
            if (!ending.IsCancellationRequested)
            {
                await PlayAsync(step, start);
            }
        }
        catch
        {
            await ending.CancelAsync();
            throw;
        }
        finally
        {
            slots.Release();
        }
    }

    private async Task PlayAsync(ReplayStep step, long start)
    {
        var record = step.Record;
        if (string.IsNullOrWhiteSpace(record.Text) || record.Text.Length > LongestText)
        {
            Interlocked.Increment(ref _skipped);
            return;
        }

        var message = new ReplayMessage(_rooms[record.RoomUri], _learners[GitterPeople.Learner(record)], record.Text, $"{_run}-{record.MessageId}");
        if (!await target.PostAsync(message, CancellationToken.None))
        {
            Interlocked.Increment(ref _refused);
            return;
        }

        Interlocked.Increment(ref _played);
        progress.Advance(1);
        var behind = (time.GetElapsedTime(start) - step.Offset).Ticks;
        Interlocked.Exchange(ref _lastBehind, behind);
        for (var most = Interlocked.Read(ref _mostBehind); behind > most; most = Interlocked.Read(ref _mostBehind))
        {
            Interlocked.CompareExchange(ref _mostBehind, behind, most);
        }
    }

    private async Task WaitUntilAsync(long start, TimeSpan offset, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        for (var wait = offset - time.GetElapsedTime(start); wait > TimeSpan.Zero; wait = offset - time.GetElapsedTime(start))
        {
            // A timer takes no more than some weeks.
            await Task.Delay(wait < TimeSpan.FromDays(1) ? wait : TimeSpan.FromDays(1), time, cancellation);
        }
    }

    private void Tell() => progress.Say(string.Create(
        CultureInfo.InvariantCulture, $"playing, {Seconds(Interlocked.Read(ref _lastBehind)):0.0} s behind schedule"));

    private static double Seconds(long ticks) => Math.Round(TimeSpan.FromTicks(ticks).TotalSeconds, 2);
}
