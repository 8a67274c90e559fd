using System.Collections.Immutable;

namespace LmsActors.Kernel;

/// <summary>Who asks, as the API silo has verified it. Actors trust it; nothing in it comes from a header or a body.</summary>
/// <param name="Tenant">The tenant; the first part of every actor's key.</param>
/// <param name="LearnerId">The learner on whose behalf the call is made.</param>
/// <param name="Name">The learner's name as others see it.</param>
/// <param name="Community">The community that the learner belongs to (employees, customers…).</param>
/// <param name="IsAdmin">May administer the tenant.</param>
/// <param name="Hidden">The learners whom a block, in either direction, keeps apart from this one.</param>
[GenerateSerializer, Immutable, Alias("viewer")]
public sealed record Viewer(
    [property: Id(0)] string Tenant,
    [property: Id(1)] string LearnerId,
    [property: Id(2)] string Name,
    [property: Id(3)] string Community,
    [property: Id(4)] bool IsAdmin,
    [property: Id(5)] ImmutableHashSet<string> Hidden)
{
    /// <summary>Whether nothing keeps this viewer and <paramref name="learnerId"/> apart.</summary>
    public bool Sees(string learnerId) => Hidden.Count == 0 || !Hidden.Contains(learnerId);

    /// <summary>The key of an actor of this viewer's tenant.</summary>
    public string Key(string id) => new ActorKey(Tenant, id).ToString();
}

/// <summary>A learner as others see it in passing: beside a message, a post, in a list.</summary>
[GenerateSerializer, Immutable, Alias("person")]
public readonly record struct Person([property: Id(0)] string Id, [property: Id(1)] string Name)
{
    /// <summary>Stands wherever there was a learner who was erased. No learner bears this id.</summary>
    public static readonly Person Erased = new("erased", "Erased learner");
}
