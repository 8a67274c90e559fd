namespace LmsActors.Storage.Postgres;

/// <summary>
/// Threads of the pool for while the server is away. The driver blocks one for each connection that it gives up, at worst all at
/// once; the pool must have others to tell the callers meanwhile, and would make them one by one, each after half a second. Without
/// an outage they are not kept: threads beyond the cores look for work that others have, and take the cores from who does it.
/// </summary>
internal sealed class OutageThreads : IDisposable
{
    /// <summary>So long after the last failure the outage is taken to be over.</summary>
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(30);

    private readonly int _usual;
    private readonly int _outage;
    private readonly Timer _calm;

    public OutageThreads(int connections)
    {
        ThreadPool.GetMinThreads(out _usual, out _);
        _outage = Math.Max(_usual, Environment.ProcessorCount + (2 * connections));
        _calm = new Timer(_ => Keep(_usual), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The server was found to be away.</summary>
    public void Add()
    {
        _calm.Change(Calm, Timeout.InfiniteTimeSpan);
        Keep(_outage);
    }

    public void Dispose()
    {
        _calm.Dispose();
        Keep(_usual);
    }

    private static void Keep(int workers)
    {
        ThreadPool.GetMinThreads(out _, out var completions);
        ThreadPool.SetMinThreads(workers, completions);
    }
}
