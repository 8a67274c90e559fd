namespace LmsActors.Kernel;

/// <summary>
/// Whether the calls to actors that follow in this flow must not be made a second time when nobody knows what became of the first: they
/// belong to a request whose sender has not said by what it can be known again.
/// </summary>
public static class AtMostOnce
{
    private static readonly AsyncLocal<bool> Wanted = new();

    public static bool IsWanted
    {
        get => Wanted.Value;
        set
        {
            if (Wanted.Value != value)
            {
                Wanted.Value = value;
            }
        }
    }
}
