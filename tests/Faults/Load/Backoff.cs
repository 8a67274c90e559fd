namespace LmsActors.Faults;

/// <summary>
/// How a client waits before it tries again: longer each time, as clients should. Hundreds that hammer on a server's door would take the
/// processor from the very server that is on its way back, which shares this machine with them.
/// </summary>
internal sealed class Backoff
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan Last = TimeSpan.FromMilliseconds(400);
    private TimeSpan _next = First;

    public Task WaitAsync()
    {
        var pause = _next;
        _next = pause * 2 < Last ? pause * 2 : Last;
        return Task.Delay(pause, CancellationToken.None);
    }

    public void Reset() => _next = First;
}
