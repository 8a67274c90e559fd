using System.Collections.Concurrent;

namespace LmsActors.Kernel;

/// <summary>
/// Which journals of this silo shall be written anew with their next write. The library takes a snapshot when the storage asks for one,
/// so the storages look here; an actor has no other way to say that it wants one.
/// </summary>
internal sealed class RewriteRequests
{
    private readonly ConcurrentDictionary<string, int> _asked = new(StringComparer.Ordinal);

    private int _count; // so that a write costs no look-up while nobody asks

    /// <summary>Whether somebody waits for a snapshot of this journal.</summary>
    public bool IsAsked(string journal) => Volatile.Read(ref _count) > 0 && _asked.ContainsKey(journal);

    /// <summary>From now on, until the answer is disposed, each write of the journal is a snapshot.</summary>
    public IDisposable Ask(string journal)
    {
        _asked.AddOrUpdate(journal, 1, static (_, count) => count + 1);
        Interlocked.Increment(ref _count);
        return new Request(this, journal);
    }

    private void Withdraw(string journal)
    {
        Interlocked.Decrement(ref _count);
        if (_asked.AddOrUpdate(journal, 0, static (_, count) => count - 1) == 0)
        {
            _asked.TryRemove(KeyValuePair.Create(journal, 0));
        }
    }

    private sealed class Request(RewriteRequests requests, string journal) : IDisposable
    {
        private int _isDone;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isDone, 1) == 0)
            {
                requests.Withdraw(journal);
            }
        }
    }
}
