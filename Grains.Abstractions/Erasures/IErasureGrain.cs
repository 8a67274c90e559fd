namespace LmsActors.Erasures;

/// <summary>
/// The erasure of one learner: from the order to the moment when nothing that is stored speaks of the learner any more. It goes on by
/// itself after a crash. Key: what <see cref="IErasureRegisterGrain.IdOfAsync"/> answers for the learner.
/// </summary>
[Alias("erasure")]
public interface IErasureGrain : IGrainWithStringKey
{
    /// <summary>
    /// Begins it, and answers at once. Again while it goes on changes nothing; when it is complete, and the learner is there again (from
    /// an older backup), it begins anew. Not found when there is no such learner.
    /// </summary>
    [Alias("order")]
    Task<Result<Erasure>> OrderAsync(OrderErasure command);

    /// <summary>How far it is; null when it was never ordered.</summary>
    [Alias("read")]
    Task<Erasure?> ReadAsync();
}

/// <summary>Orders the erasure of a learner.</summary>
/// <param name="Operation">By what a retry is known.</param>
/// <param name="LearnerId">Whom to erase.</param>
/// <param name="OrderedBy">The learner's id of the administrator, or <c>api-key:{id}</c>.</param>
[GenerateSerializer, Immutable, Alias("order-erasure")]
public sealed record OrderErasure(
    [property: Id(0)] Operation Operation, [property: Id(1)] string LearnerId, [property: Id(2)] string OrderedBy);

/// <summary>An erasure as it stands; it does not say whose.</summary>
/// <param name="Id">A keyed hash of the learner's id, by which an order can be recognised and nobody be found.</param>
/// <param name="OrderedBy">The administrator, or <c>api-key:{id}</c>.</param>
/// <param name="CompletedAt">When nothing that is stored spoke of the learner any more; null until then.</param>
/// <param name="Rewritten">How many logs of others were written anew without the learner.</param>
/// <param name="Deleted">How many logs were the learner's, and are gone.</param>
[GenerateSerializer, Immutable, Alias("erasure-view")]
public sealed record Erasure(
    [property: Id(0)] string Id,
    [property: Id(1)] string OrderedBy,
    [property: Id(2)] DateTimeOffset OrderedAt,
    [property: Id(3)] DateTimeOffset? CompletedAt,
    [property: Id(4)] int Rewritten,
    [property: Id(5)] int Deleted);
