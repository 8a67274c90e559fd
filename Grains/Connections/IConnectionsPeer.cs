namespace LmsActors.Connections;

/// <summary>What two learners' connections tell each other. Key: the learner's id.</summary>
[Alias("connections-peer")]
internal interface IConnectionsPeer : IGrainWithStringKey
{
    /// <summary>The other's side as it is on disk; more than once and in any order.</summary>
    [Alias("hear")]
    Task HearAsync(string from, PairNews news);

    /// <summary>Whether <paramref name="from"/> may ask for friendship: null, or why not.</summary>
    [Alias("knock")]
    Task<Refusal?> KnockAsync(string from);

    /// <summary>Whether this learner follows <paramref name="learnerId"/>, and nothing keeps the two apart.</summary>
    [Alias("follows")]
    Task<bool> FollowsAsync(string learnerId);
}

/// <summary>One side's stamps (see <see cref="Tie"/>) towards the other.</summary>
[GenerateSerializer, Immutable, Alias("pair-news")]
internal readonly record struct PairNews([property: Id(0)] long Friendship, [property: Id(1)] long Block);
