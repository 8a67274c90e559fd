using System.Collections.Immutable;

namespace LmsActors.Erasures;

/// <summary>
/// A tenant's register of erasures: who must not come back, without saying who that is. Its entries are keyed hashes of learners' ids; the
/// key lies beside them and never leaves the register but in its export. About 150 bytes an erasure. Key: <see cref="ErasureKeys.Register"/>.
/// </summary>
[Alias("erasure-register")]
public interface IErasureRegisterGrain : IGrainWithStringKey
{
    /// <summary>The id of the learner's erasure, whether or not there is one; the register's key is made by the first call.</summary>
    [Alias("id-of")]
    Task<string> IdOfAsync(string learnerId);

    /// <summary>Whether the learner was erased, or is being erased; then there can be no such learner any more.</summary>
    [Alias("is-erased")]
    Task<bool> IsErasedAsync(string learnerId);

    /// <summary>Those of the learners who were erased, or are being erased.</summary>
    [Alias("erased-among")]
    Task<IReadOnlySet<string>> ErasedAmongAsync(IReadOnlyList<string> learnerIds);

    /// <summary>Enters the erasure as it stands, or corrects the entry. For erasures alone.</summary>
    [Alias("note")]
    Task NoteAsync(Erasure erasure);

    /// <summary>Erasures, the newest first.</summary>
    [Alias("page")]
    Task<Page<Erasure>> PageAsync(Paging paging);

    /// <summary>The whole register, to be kept apart from backups and applied to those that are restored.</summary>
    [Alias("export"), ResponseTimeout(ResponseTimes.Bulk)]
    Task<ErasureRegister> ExportAsync();

    /// <summary>Takes over what another copy of the register has and this one has not.</summary>
    [Alias("adopt")]
    Task AdoptAsync(ErasureRegister register);
}

/// <summary>A register as it is kept outside of the server.</summary>
/// <param name="Keys">The keys of the hashes; more than one if registers with different keys were brought together. New ones are made with the first.</param>
/// <param name="Erasures">All erasures, the oldest first.</param>
[GenerateSerializer, Immutable, Alias("erasure-register-view")]
public sealed record ErasureRegister(
    [property: Id(0)] string Tenant,
    [property: Id(1)] ImmutableArray<string> Keys,
    [property: Id(2)] IReadOnlyList<Erasure> Erasures);

/// <summary>Where the slice's actors are.</summary>
public static class ErasureKeys
{
    /// <summary>A tenant's register.</summary>
    public static string Register(string tenant) => new ActorKey(tenant, "register").ToString();

    public static IErasureRegisterGrain Erasures(this IGrainFactory grains, string tenant) =>
        grains.Actor<IErasureRegisterGrain>(Register(tenant));
}
