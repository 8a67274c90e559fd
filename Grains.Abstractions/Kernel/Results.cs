namespace LmsActors.Kernel;

/// <summary>What sort of "no" a refusal is; the API maps each to one HTTP status.</summary>
[GenerateSerializer, Alias("refusal-kind")]
public enum RefusalKind
{
    /// <summary>The input is not acceptable (400).</summary>
    Invalid,

    /// <summary>It does not exist, or the caller may not know that it does (404).</summary>
    NotFound,

    /// <summary>The caller may see it, but not do this (403).</summary>
    Forbidden,

    /// <summary>The state does not allow it now (409).</summary>
    Conflict,

    /// <summary>The operation id was used before, with other content (422).</summary>
    Reused,

    /// <summary>Too many or too fast (429).</summary>
    TooMany,

    /// <summary>Not now; the same request may succeed later (503).</summary>
    Unavailable,

    /// <summary>Nobody knows who the caller is (401).</summary>
    Unauthenticated,
}

/// <summary>An expected "no": a stable <paramref name="Code"/> such as <c>room.not-a-member</c> and one sentence for people.</summary>
/// <param name="Kind">The sort of "no".</param>
/// <param name="Code">Stable, dotted, kebab-case; programs rely on it.</param>
/// <param name="Message">One sentence for a person; may change.</param>
/// <param name="RetryAfter">When trying again makes sense, if that is known.</param>
[GenerateSerializer, Immutable, Alias("refusal")]
public sealed record Refusal(
    [property: Id(0)] RefusalKind Kind,
    [property: Id(1)] string Code,
    [property: Id(2)] string Message,
    [property: Id(3)] TimeSpan? RetryAfter = null)
{
    public static Refusal Invalid(string code, string message) => new(RefusalKind.Invalid, code, message);

    public static Refusal NotFound(string code, string message) => new(RefusalKind.NotFound, code, message);

    public static Refusal Forbidden(string code, string message) => new(RefusalKind.Forbidden, code, message);

    public static Refusal Conflict(string code, string message) => new(RefusalKind.Conflict, code, message);

    public static Refusal TooMany(string code, string message, TimeSpan retryAfter) => new(RefusalKind.TooMany, code, message, retryAfter);
}

/// <summary>The answer to a command that has nothing to tell but yes or no.</summary>
[GenerateSerializer, Immutable, Alias("result")]
public sealed record Result([property: Id(0)] Refusal? Refusal)
{
    public static readonly Result Ok = new((Refusal?)null);

    public bool IsOk => Refusal is null;

    public static implicit operator Result(Refusal refusal) => new(refusal);
}

/// <summary>A value, or the reason why there is none. Exactly one of the two is set.</summary>
[GenerateSerializer, Immutable, Alias("result`1")]
public sealed record Result<T>([property: Id(0)] T? Value, [property: Id(1)] Refusal? Refusal)
{
    public bool IsOk => Refusal is null;

    public static implicit operator Result<T>(Refusal refusal) => new(default, refusal);

    public static implicit operator Result<T>(T value) => new(value, null);

    /// <summary>The same refusal, or the value translated.</summary>
    public Result<TOther> Map<TOther>(Func<T, TOther> translate) =>
        Refusal is null ? new(translate(Value!), null) : new(default, Refusal);

    /// <summary>The same answer without its value.</summary>
    public Result WithoutValue() => Refusal is null ? Result.Ok : new(Refusal);
}
