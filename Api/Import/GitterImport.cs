namespace LmsActors.Import;

/// <summary>What <c>import gitter</c> did: the archive's counts, and what of it was new.</summary>
internal sealed record GitterImportCounts(
    long Records, long Duplicates, long Messages, int Rooms, int Authors, long Kudos, long Dirty, long NewMessages, long NewLearners,
    long NewKudos)
{
    public double Seconds { get; init; }
}

/// <summary>
/// Fills a target with the rooms of a Gitter archive. Rooms go side by side, the messages of one room one stretch after the other, so
/// that they are numbered in the order in which they were sent.
/// </summary>
internal sealed class GitterImport(IImportTarget target, IImportProgress progress, TimeProvider time)
{
    private const int RoomsAtOnce = 8;

    private readonly GitterTally _tally = new();
    private readonly GitterThanks _thanks = new();
    private readonly HashSet<string> _seen = [];
    private readonly HashSet<string> _known = [];
    private readonly Dictionary<string, Task> _rooms = [];
    private long _newMessages;
    private long _newLearners;
    private long _newKudos;
    private long _cut;

    /// <exception cref="ImportSourceException">The source cannot be read, or was not taken.</exception>
    public async Task<GitterImportCounts> RunAsync(string path, CancellationToken cancellation)
    {
        var start = time.GetTimestamp();
        using var slots = new SemaphoreSlim(RoomsAtOnce);
        using var failing = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await foreach (var archive in GitterArchive.ReadAsync(path, failing.Token))
        {
            Count(archive);
            var messages = archive.Messages().Where(record => _seen.Add(record.MessageId)).ToList();
            if (messages.Count == 0)
            {
                continue;
            }

            messages.ForEach(_thanks.Add);
            await PutNewLearnersAsync(messages, failing.Token);
            await slots.WaitAsync(cancellation);
            var before = _rooms.GetValueOrDefault(archive.RoomUri, Task.CompletedTask);
            _rooms[archive.RoomUri] = PutAfterAsync(before, archive.RoomUri, messages, slots, failing);
            if (failing.IsCancellationRequested)
            {
                break;
            }
        }

        await Task.WhenAll(_rooms.Values);
        cancellation.ThrowIfCancellationRequested();
        await PutKudosAsync(cancellation);
        progress.Say("waiting until all figures are in");
        await target.SettleAsync(cancellation);
        return Counts() with { Seconds = Math.Round(time.GetElapsedTime(start).TotalSeconds, 2) };
    }

    private void Count(GitterRoomArchive archive)
    {
        _tally.Add(archive);
        foreach (var dirty in archive.DirtyRows)
        {
            progress.Report(dirty);
        }

        foreach (var record in archive.Records.Where(record => record.Text.Length > GitterPeople.MaxText))
        {
            _cut++;
            progress.Report(new DirtyRow(archive.File, 0, $"message {record.MessageId} is cut to {GitterPeople.MaxText} characters", Kept: true));
        }
    }

    private async Task PutNewLearnersAsync(List<GitterRecord> messages, CancellationToken cancellation)
    {
        var learners = messages
            .Where(record => _known.Add(record.FromUserId))
            .Select(record => new ImportLearner(GitterPeople.Learner(record), GitterPeople.Name(record.FromUserName)))
            .ToList();
        if (learners.Count > 0)
        {
            _newLearners += (await target.PutLearnersAsync(learners, cancellation)).New;
        }
    }

    private async Task PutKudosAsync(CancellationToken cancellation)
    {
        var (kudos, learners) = await _thanks.PutAsync(target, cancellation);
        (_newKudos, _newLearners) = (kudos, _newLearners + learners);
    }

    private async Task PutAfterAsync(
        Task before, string name, List<GitterRecord> messages, SemaphoreSlim slots, CancellationTokenSource failing)
    {
        try
        {
            await before;
            await PutRoomAsync(name, messages, failing.Token);
        }
        catch
        {
            await failing.CancelAsync();
            throw;
        }
        finally
        {
            slots.Release();
        }
    }

    private async Task PutRoomAsync(string name, List<GitterRecord> messages, CancellationToken cancellation)
    {
        var room = GitterPeople.Room(name);
        var members = messages.Select(GitterPeople.Learner).Distinct().ToList();
        await target.PutRoomAsync(new(room, GitterPeople.Name(name), messages[0].SentAt, members), cancellation);
        foreach (var stretch in GitterChunks.Cut(messages.Select(GitterPeople.Message)))
        {
            Interlocked.Add(ref _newMessages, await target.PutMessagesAsync(new(room, stretch), cancellation));
            progress.Advance(stretch.Count);
        }
    }

    private GitterImportCounts Counts()
    {
        var counts = _tally.Counts();
        return new(
            counts.Records, counts.Duplicates, counts.Messages, counts.Rooms, counts.Authors, counts.Kudos,
            counts.DirtyRows + _cut, _newMessages, _newLearners, _newKudos);
    }
}
