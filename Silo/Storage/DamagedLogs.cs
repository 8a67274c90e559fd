using System.Collections.Concurrent;
using System.Diagnostics;
using LmsActors.Storage.Archive;
using Microsoft.Extensions.Logging;
using Orleans.Storage;

namespace LmsActors.Storage;

/// <summary>
/// Logs that could be fetched and not understood. Each is reported once, and set aside: for a while nobody reads it again, so that those
/// who go on asking for its actor cost no more than an answer.
/// </summary>
internal sealed partial class DamagedLogs(StorageMetrics metrics, ILogger logger)
{
    private const int Most = 10_000;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, (long ReadAt, string Reason)> _aside = new();

    /// <summary>Reads a log, unless it was found damaged just now.</summary>
    /// <exception cref="LogDamagedException">What is stored is not what a log of this name can be.</exception>
    public async Task<T> ReadAsync<T>(string log, Func<Task<T>> read)
    {
        if (_aside.TryGetValue(log, out var known) && Stopwatch.GetElapsedTime(known.ReadAt) < Pause)
        {
            metrics.Damaged();
            throw new LogDamagedException(log, known.Reason);
        }

        try
        {
            var found = await read();
            _aside.TryRemove(log, out _);
            return found;
        }
        catch (Exception failure) when (IsDamage(failure))
        {
            throw Found(log, failure);
        }
    }

    /// <inheritdoc cref="ReadAsync{T}"/>
    public Task ReadAsync(string log, Func<Task> read) => ReadAsync(log, async () =>
    {
        await read();
        return true;
    });

    /// <summary>Everything else is the storage's or the caller's trouble, and passes; or a newer version's log, which that one can read.</summary>
    private static bool IsDamage(Exception failure) => failure.GetBaseException() is not NewerLogException && failure is not
        (StorageUnavailableException or InconsistentStateException or OperationCanceledException or ObjectDisposedException or ArchiveException or OutOfMemoryException);

    private LogDamagedException Found(string log, Exception failure)
    {
        metrics.Damaged();
        var reason = $"{failure.GetType().Name}: {failure.Message.ReplaceLineEndings(" ")}";
        var isNew = !_aside.ContainsKey(log);
        if (isNew && _aside.Count >= Most)
        {
            _aside.Clear();
        }

        _aside[log] = (Stopwatch.GetTimestamp(), reason);
        if (isNew)
        {
            LogFound(failure, log);
        }

        return new(log, reason);
    }

    [LoggerMessage(LogLevel.Error, "The log of {Log} is damaged. Its actor is set aside until the log is restored; the others go on")]
    private partial void LogFound(Exception failure, string log);
}
