namespace LmsActors.Kernel;

/// <summary>
/// A fact that two actors know: the one whose truth it is, and the one that keeps a copy of it. As in double-entry book-keeping each
/// states it for itself, and an audit finds what only one of them states, or what they state differently.
/// </summary>
/// <param name="Book">What the fact is about, in a few words for a person.</param>
/// <param name="Key">Whom it is about; unique in the book, within the tenant.</param>
/// <param name="Value">What is so.</param>
/// <param name="IsCopy">Stated by the one that keeps the copy.</param>
[GenerateSerializer, Immutable, Alias("audit-entry")]
public readonly record struct AuditEntry(
    [property: Id(0)] string Book,
    [property: Id(1)] string Key,
    [property: Id(2)] string Value,
    [property: Id(3)] bool IsCopy)
{
    public static AuditEntry Truth(string book, string key, object value) => new(book, key, $"{value}", false);

    public static AuditEntry Copy(string book, string key, object value) => new(book, key, $"{value}", true);
}

/// <summary>What an actor says about itself.</summary>
/// <param name="Entries">What others must agree with.</param>
/// <param name="Faults">What does not agree within itself: a sentence each.</param>
[GenerateSerializer, Immutable, Alias("audit-report")]
public sealed record AuditReport([property: Id(0)] IReadOnlyList<AuditEntry> Entries, [property: Id(1)] IReadOnlyList<string> Faults)
{
    public static readonly AuditReport Nothing = new([], []);
}

/// <summary>An actor with a log that can be audited.</summary>
[Alias("audited")]
public interface IAudited : IGrainWithStringKey
{
    /// <summary>What the actor says about itself, after its log was read; it then makes room for others.</summary>
    [Alias("audit"), ResponseTimeout(ResponseTimes.Bulk)]
    Task<AuditReport> AuditAsync();
}
