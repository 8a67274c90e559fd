namespace LmsActors.Faults;

/// <summary>The tests of whole clusters: one after the other, and nothing else beside them. Each has as many processes as would keep more cores busy than there are.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class WholeClusters
{
    public const string Name = "Whole clusters";
}
