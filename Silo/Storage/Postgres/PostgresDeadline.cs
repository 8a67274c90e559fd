namespace LmsActors.Storage.Postgres;

/// <summary>
/// When the server is no longer waited for. The driver then asks the server, blocking, to cancel the statement, for as long as a
/// connection may take: that gets a thread of its own, for the pool has few and all of them could be blocked by it.
/// </summary>
internal sealed class PostgresDeadline : IDisposable
{
    private readonly CancellationTokenSource _source;
    private readonly Timer _timer;

    public PostgresDeadline(CancellationToken cancellationToken = default)
    {
        _source = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _timer = new Timer(static state => ((PostgresDeadline)state!).End(), this, PostgresConnections.Patience, Timeout.InfiniteTimeSpan);
    }

    public CancellationToken Token => _source.Token;

    public bool IsOver => _source.IsCancellationRequested;

    /// <summary>All the time again: the server has answered.</summary>
    public void Renew() => _timer.Change(PostgresConnections.Patience, Timeout.InfiniteTimeSpan);

    public void Dispose()
    {
        _timer.Dispose();
        _source.Dispose();
    }

    private void End() => new Thread(Cancel) { IsBackground = true, Name = "LmsActors storage deadline" }.Start();

    private void Cancel()
    {
        try
        {
            _source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It was just in time.
        }
    }
}
