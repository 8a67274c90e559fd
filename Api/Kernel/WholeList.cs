namespace LmsActors.Kernel;

/// <summary>A list that is always short enough to be answered whole.</summary>
/// <param name="Items">All of it.</param>
internal sealed record WholeList<T>(IReadOnlyList<T> Items);
