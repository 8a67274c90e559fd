using Microsoft.Extensions.DependencyInjection;

namespace LmsActors.Kernel;

/// <summary>Something that a silo has one of, for all actors of a slice; made when the first of them asks for it.</summary>
internal sealed class PerSilo<T>(IServiceProvider services)
    where T : class
{
    public T Value { get; } = ActivatorUtilities.CreateInstance<T>(services);
}
