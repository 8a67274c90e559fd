namespace LmsActors.NameDirectory;

/// <summary>What a request looks for in a directory.</summary>
internal static class DirectoryQueries
{
    private const int MaxText = 200;

    private static readonly Refusal Missing = Refusal.Invalid("directory.query-missing", "Say what to look for, as ?name=.");

    private static readonly Refusal TooLong = Refusal.Invalid("directory.query-too-long", $"What is looked for has at most {MaxText} characters.");

    /// <summary>The query for <c>?name=</c> or <c>?externalId=</c>, without those whom the viewer must not see.</summary>
    public static Result<DirectoryQuery> Of(string? name, string? externalId, Viewer viewer) =>
        string.IsNullOrWhiteSpace(name) && string.IsNullOrEmpty(externalId) ? Missing
        : name?.Length > MaxText || externalId?.Length > MaxText ? TooLong
        : new DirectoryQuery
        {
            Name = string.IsNullOrWhiteSpace(name) ? null : name,
            ExternalId = string.IsNullOrEmpty(externalId) ? null : externalId,
            Hidden = viewer.Hidden,
        };
}
