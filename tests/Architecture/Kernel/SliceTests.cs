using ArchUnitNET.Domain.Extensions;

namespace LmsActors.Kernel;

/// <summary>Slices meet only through Grains.Abstractions, and all else is internal.</summary>
public sealed class SliceTests
{
    [Fact]
    public void Grains_OfOneSlice_UseNothingInternalOfAnother()
    {
        var broken =
            from type in Assemblies.Architecture.Types
            where type.Assembly.Name.StartsWith("LmsActors.Grains,", StringComparison.Ordinal)
            let slice = Assemblies.Slice(type.FullName)
            where slice is not null
            from used in type.GetTypeDependencies()
            where used.Assembly.Name == type.Assembly.Name
            let other = Assemblies.Slice(used.FullName)
            where other is not null && other != "Kernel" && other != slice
            select $"{type.FullName} uses {used.FullName}";

        Assert.Empty(broken.Distinct().Order());
    }

    [Fact]
    public void Grains_Implementation_IsInternal()
    {
        var open = Assemblies.Written(Assemblies.Grains)
            .Where(type => type.IsPublic && Assemblies.Slice(type.FullName) != "Kernel")
            .Select(type => type.FullName);

        Assert.Empty(open);
    }

    [Fact]
    public void Abstractions_Depend_OnNoImplementation()
    {
        var referenced = Assemblies.Abstractions.GetReferencedAssemblies().Select(name => name.Name);

        Assert.DoesNotContain(referenced, name => name!.StartsWith("LmsActors.", StringComparison.Ordinal));
    }

    [Fact]
    public void Api_DoesNotUse_Implementations()
    {
        var broken =
            from type in Assemblies.Architecture.Types
            where type.Assembly.Name.StartsWith("LmsActors.Api,", StringComparison.Ordinal)
            from used in type.GetTypeDependencies()
            where used.Assembly.Name.StartsWith("LmsActors.Grains,", StringComparison.Ordinal)
            where Assemblies.Slice(used.FullName) != "Kernel"
            select $"{type.FullName} uses {used.FullName}";

        Assert.Empty(broken.Distinct().Order());
    }

    [Fact]
    public void Slices_HaveTheSameName_InAllProjects()
    {
        string[] hosting = ["Web", "Live", "Import", "Backup", "Storage", "Hosting", "NameDirectory"];
        var promised = Slices(Assemblies.Abstractions);

        Assert.Empty(Slices(Assemblies.Grains).Except(promised));
        Assert.Empty(Slices(Assemblies.Api).Except(promised).Except(hosting));
    }

    private static HashSet<string> Slices(System.Reflection.Assembly assembly) =>
        [.. Assemblies.Written(assembly).Select(type => Assemblies.Slice(type.FullName)).OfType<string>()];
}
