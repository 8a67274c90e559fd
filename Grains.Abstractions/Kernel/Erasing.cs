namespace LmsActors.Kernel;

/// <summary>The learner whom every actor of the tenant has to forget.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="LearnerId">The learner. Ids are unique 128-bit numbers, so whatever holds these characters speaks of this learner.</param>
/// <param name="Name">The name that texts of others may mention; empty when it is not known.</param>
[GenerateSerializer, Immutable, Alias("erased-learner")]
public sealed record ErasedLearner(
    [property: Id(0)] string Tenant, [property: Id(1)] string LearnerId, [property: Id(2)] string Name)
{
    /// <summary>Whether an actor with this key is there for this learner alone: a profile, a shard of followers, a segment of the journal…</summary>
    public bool IsOwn(ActorKey actor) => actor.Tenant == Tenant && Array.IndexOf(actor.Id.Split(':'), LearnerId) >= 0;
}

/// <summary>What an actor did to forget a learner.</summary>
[GenerateSerializer, Alias("erased-log")]
public enum ErasedLog
{
    /// <summary>Its log was written anew, as one snapshot that does not speak of the learner.</summary>
    Rewritten,

    /// <summary>It was there for the learner, and its log is gone.</summary>
    Deleted,

    /// <summary>It was there for the learner, and had no log.</summary>
    Nothing,

    /// <summary>It could not deliver yet what it owes to others, so nothing was rewritten: ask again.</summary>
    Owing,
}

/// <summary>An actor whose log can be rid of a learner.</summary>
[Alias("erasable")]
public interface IErasable : IGrainWithStringKey
{
    /// <summary>
    /// Forgets the learner: in the state, in the events that clients may resume from, and on disk, where the log is replaced at once.
    /// Again changes nothing more. What others may see happens as events, which those who watch get as ever.
    /// </summary>
    /// <exception cref="Exception">Storage failed; ask again.</exception>
    [Alias("erase"), ResponseTimeout(ResponseTimes.Bulk)]
    Task<ErasedLog> EraseAsync(ErasedLearner learner);
}
