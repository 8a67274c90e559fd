using System.Reflection;
using ArchUnitNET.Loader;
using Type = System.Type;

namespace LmsActors.Kernel;

/// <summary>The product's assemblies, as files and as ArchUnit sees them.</summary>
internal static class Assemblies
{
    public static readonly Assembly Abstractions = Assembly.Load("LmsActors.Grains.Abstractions");
    public static readonly Assembly Grains = Assembly.Load("LmsActors.Grains");
    public static readonly Assembly Silo = Assembly.Load("LmsActors.Silo");
    public static readonly Assembly Api = Assembly.Load("LmsActors.Api");

    public static readonly ArchUnitNET.Domain.Architecture Architecture =
        new ArchLoader().LoadAssemblies(Abstractions, Grains, Silo, Api).Build();

    /// <summary>The types that people wrote (no generated code) of an assembly.</summary>
    public static IEnumerable<Type> Written(Assembly assembly) => assembly.GetTypes().Where(type =>
        type.Namespace?.StartsWith("LmsActors", StringComparison.Ordinal) == true
        && !type.IsDefined(typeof(System.Runtime.CompilerServices.CompilerGeneratedAttribute), false)
        && !type.Name.Contains('<')
        && !type.IsNested);

    /// <summary>The slice that a type belongs to: the word after <c>LmsActors.</c> in its namespace.</summary>
    public static string? Slice(string? fullName) =>
        fullName?.Split('.') is ["LmsActors", var slice, _, ..] ? slice : null;

    /// <summary>The folder of the repository.</summary>
    public static string Root
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(folder.FullName, "LmsActors.sln")))
            {
                folder = folder.Parent ?? throw new InvalidOperationException("The repository's folder was not found.");
            }

            return folder.FullName;
        }
    }
}
