namespace LmsActors.Erasures;

/// <param name="LearnerId">Whom to erase.</param>
internal sealed record OrderErasureRequest(string LearnerId);

/// <summary>How far an erasure is.</summary>
internal enum ErasureProgress
{
    /// <summary>It goes on by itself, also after a crash.</summary>
    UnderWay,

    /// <summary>Nothing that is stored speaks of the learner any more.</summary>
    Complete,
}

/// <param name="Id">A keyed hash of the learner's id: an order can be recognised by it, and nobody be found.</param>
/// <param name="State">How far it is.</param>
/// <param name="OrderedBy">The administrator's learner id, or `api-key:{id}`.</param>
/// <param name="OrderedAt">When it was ordered.</param>
/// <param name="CompletedAt">When it was complete.</param>
/// <param name="Rewritten">How many logs of others were written anew without the learner.</param>
/// <param name="Deleted">How many logs were the learner's, and are gone.</param>
internal sealed record ErasureResponse(
    string Id, ErasureProgress State, string OrderedBy, DateTimeOffset OrderedAt, DateTimeOffset? CompletedAt, int Rewritten, int Deleted)
{
    public static ErasureResponse Of(Erasure erasure) => new(
        erasure.Id,
        erasure.CompletedAt is null ? ErasureProgress.UnderWay : ErasureProgress.Complete,
        erasure.OrderedBy,
        erasure.OrderedAt,
        erasure.CompletedAt,
        erasure.Rewritten,
        erasure.Deleted);
}
