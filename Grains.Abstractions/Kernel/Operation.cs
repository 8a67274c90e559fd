namespace LmsActors.Kernel;

/// <summary>
/// Names one intention of one caller, so that a retry is answered and not repeated. Made from the <c>Idempotency-Key</c> header
/// (draft-ietf-httpapi-idempotency-key-header) and the caller; the fingerprint is a hash of the request's content.
/// </summary>
[GenerateSerializer, Immutable, Alias("operation")]
public readonly record struct Operation([property: Id(0)] Guid Id, [property: Id(1)] ulong Fingerprint)
{
    /// <summary>A command that may be repeated: it carries no id.</summary>
    public static readonly Operation None;

    public bool IsNone => Id == Guid.Empty;

    /// <summary>The operation that <paramref name="key"/> of <paramref name="caller"/> names.</summary>
    public static Operation From(string caller, string key, ulong fingerprint) => new(Ids.DeriveGuid(caller, key), fingerprint);
}
