namespace LmsActors.Kernel;

/// <summary>Tests that compare times, or look at what a whole process shares: nothing else runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "Alone";
}
