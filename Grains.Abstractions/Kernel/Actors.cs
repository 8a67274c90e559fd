namespace LmsActors.Kernel;

/// <summary>How actors are referred to.</summary>
public static class Actors
{
    /// <summary>
    /// The actor of this kind and key: as <see cref="IGrainFactory"/>'s <c>Actor</c>, which looks up the attributes of the
    /// interface at each call; here that is done once for each interface.
    /// </summary>
    public static T Actor<T>(this IGrainFactory grains, string key)
        where T : class, IGrainWithStringKey
    {
        if (Kind<T>.Known is { } known)
        {
            return (T)grains.GetGrain(GrainId.Create(known.Type, key), known.Interface);
        }

        var actor = grains.GetGrain<T>(key);
        if (actor is GrainReference reference)
        {
            Kind<T>.Known = new(reference.GrainId.Type, reference.InterfaceType);
        }

        return actor;
    }

    /// <inheritdoc cref="Actor{T}(IGrainFactory, string)"/>
    public static T Actor<T>(this IGrainFactory grains, ActorKey key)
        where T : class, IGrainWithStringKey => grains.Actor<T>(key.ToString());

    private sealed record Identity(GrainType Type, GrainInterfaceType Interface);

    private static class Kind<T>
    {
        public static volatile Identity? Known;
    }
}
