namespace LmsActors.Live;

/// <summary>Where a stream lives: the tenant, the actor that holds it, and the feature that it belongs to.</summary>
internal sealed record StreamAddress(string Tenant, string Feature, Func<IGrainFactory, ILiveActor> Actor);

/// <summary>A kind of stream: <c>{kind}/{id}</c>. Each slice that has streams registers its kinds.</summary>
/// <param name="Kind">The word before the slash.</param>
/// <param name="Feature">The switch that it is behind.</param>
/// <param name="Actor">Finds the actor, given the tenant and the id.</param>
internal sealed record StreamKind(string Kind, string Feature, Func<IGrainFactory, string, string, ILiveActor> Actor);

/// <summary>Finds streams by their names.</summary>
internal sealed class StreamCatalog(IEnumerable<StreamKind> kinds)
{
    public static readonly Refusal Unknown = Refusal.NotFound("stream.unknown", "There is no such stream.");

    private readonly Dictionary<string, StreamKind> _kinds = kinds.ToDictionary(kind => kind.Kind);

    /// <summary>The stream that <paramref name="name"/> means to this viewer: <c>feed/me</c> becomes <c>feed/{learner}</c>.</summary>
    public (string Name, StreamAddress Address)? Find(Viewer viewer, string name)
    {
        var slash = name.IndexOf('/');
        if (slash < 1 || !_kinds.TryGetValue(name[..slash], out var kind))
        {
            return null;
        }

        var id = name[(slash + 1)..] is "me" ? viewer.LearnerId : name[(slash + 1)..];
        return Ids.IsWellFormed(id)
            ? ($"{kind.Kind}/{id}", new(viewer.Tenant, kind.Feature, grains => kind.Actor(grains, viewer.Tenant, id)))
            : null;
    }
}
