namespace LmsActors.Accounts;

/// <summary>
/// The keys by which the API silos protect what they hand out: sessions, one-time links. All of them share one ring, so that what one
/// gave is good at every other. Key: <see cref="KeyRings.Shared"/>.
/// </summary>
[Alias("key-ring")]
public interface IKeyRingGrain : IGrainWithStringKey
{
    /// <summary>All elements, oldest first; each an XML document of ASP.NET Core's data protection.</summary>
    [Alias("elements")]
    Task<IReadOnlyList<string>> ElementsAsync();

    /// <summary>Adds an element. Elements are never taken away: what an old key protects must stay readable.</summary>
    [Alias("store")]
    Task<Result> StoreAsync(string name, string element);
}

/// <summary>Where the ring is.</summary>
public static class KeyRings
{
    /// <summary>The key of the one ring: it belongs to the installation and to no tenant.</summary>
    public static string Shared { get; } = new ActorKey("system", "keys").ToString();
}
