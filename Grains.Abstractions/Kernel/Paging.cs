namespace LmsActors.Kernel;

/// <summary>One page of a list; <paramref name="Next"/> is the cursor of the page after it, null at the end.</summary>
[GenerateSerializer, Immutable, Alias("page`1")]
public sealed record Page<T>([property: Id(0)] IReadOnlyList<T> Items, [property: Id(1)] string? Next)
{
    public static readonly Page<T> Empty = new([], null);
}

/// <summary>Which page is wanted.</summary>
/// <param name="Limit">How many items at most, 1 to 200.</param>
/// <param name="Cursor">The <c>next</c> of the page before, null for the first page. Opaque to callers.</param>
[GenerateSerializer, Immutable, Alias("paging")]
public readonly record struct Paging([property: Id(0)] int Limit, [property: Id(1)] string? Cursor)
{
    public const int DefaultLimit = 50;
    public const int MaxLimit = 200;
}
