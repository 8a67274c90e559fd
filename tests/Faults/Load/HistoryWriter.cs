namespace LmsActors.Faults;

/// <summary>Writes facts to a file in the one order in which this process knew them.</summary>
internal sealed class HistoryWriter(string path) : IDisposable
{
    private readonly FileStream _file = new(path, FileMode.Create, FileAccess.Write, FileShare.Read, 1 << 20);
    private readonly Lock _gate = new();
    private long _next;

    public void Dispose() => _file.Dispose();

    /// <summary>Writes what <paramref name="fact"/> makes of its place in the order.</summary>
    public void Add(Func<long, Fact> fact)
    {
        lock (_gate)
        {
            _file.Write(HistoryFile.Line(fact(_next++)));
        }
    }
}
