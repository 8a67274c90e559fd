using System.Reflection;
using Orleans.Concurrency;

namespace LmsActors.Kernel;

/// <summary>What is stored or sent keeps its meaning: explicit names and numbers, never those that the compiler would choose.</summary>
public sealed class MessageTests
{
    private static readonly Assembly[] Stored = [Assemblies.Abstractions, Assemblies.Grains];

    [Fact]
    public void Grains_Have_AnExplicitTypeNameOfTheirOwn()
    {
        var grains = Assemblies.Written(Assemblies.Grains).Where(type => !type.IsAbstract && typeof(Grain).IsAssignableFrom(type)).ToList();
        var names = grains.Select(type => (type, name: type.GetCustomAttribute<GrainTypeAttribute>()?.GetGrainType(null!, type).ToString())).ToList();

        Assert.NotEmpty(grains);
        Assert.Empty(names.Where(pair => pair.name is null).Select(pair => pair.type.FullName));
        Assert.Equal(names.Count, names.Select(pair => pair.name).Distinct().Count());
    }

    [Fact]
    public void Grains_WithALog_AreReentrant()
    {
        var closed = Assemblies.Written(Assemblies.Grains)
            .Where(type => !type.IsAbstract && typeof(IOutboxOwner).IsAssignableFrom(type) && type.GetCustomAttribute<ReentrantAttribute>() is null)
            .Select(type => type.FullName);

        Assert.Empty(closed);
    }

    [Fact]
    public void GrainInterfaces_AndTheirMethods_HaveAliases()
    {
        var interfaces = Stored.SelectMany(Assemblies.Written)
            .Where(type => type.IsInterface && (typeof(IAddressable).IsAssignableFrom(type)))
            .ToList();
        var nameless = interfaces.Where(type => type.GetCustomAttribute<AliasAttribute>(false) is null).Select(type => type.FullName)
            .Concat(interfaces.SelectMany(type => type.GetMethods())
                .Where(method => method.GetCustomAttribute<AliasAttribute>(false) is null)
                .Select(method => $"{method.DeclaringType!.FullName}.{method.Name}"));

        Assert.Empty(nameless);
    }

    [Fact]
    public void StoredAndSentTypes_HaveAliasesOfTheirOwn()
    {
        var types = Stored.SelectMany(Assemblies.Written).Where(type => type.IsDefined(typeof(GenerateSerializerAttribute), false)).ToList();
        var aliases = types.Select(type => (type, alias: type.GetCustomAttribute<AliasAttribute>(false)?.Alias)).ToList();

        Assert.Empty(aliases.Where(pair => pair.alias is null).Select(pair => pair.type.FullName));
        Assert.Empty(aliases.GroupBy(pair => pair.alias).Where(group => group.Count() > 1).Select(group => group.Key));
        Assert.Empty(aliases
            .Where(pair => pair.type.IsGenericType && !pair.alias!.EndsWith($"`{pair.type.GetGenericArguments().Length}", StringComparison.Ordinal))
            .Select(pair => pair.type.FullName));
    }

    [Fact]
    public void StoredAndSentMembers_HaveIds()
    {
        var unnumbered =
            from type in Stored.SelectMany(Assemblies.Written)
            where type.IsDefined(typeof(GenerateSerializerAttribute), false) && !type.IsEnum && !typeof(Exception).IsAssignableFrom(type)
            from property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            where property.GetSetMethod(nonPublic: true) is not null && !property.IsDefined(typeof(IdAttribute)) && property.Name != "EqualityContract"
            where !IsPassedToBase(type, property)
            select $"{type.FullName}.{property.Name}";

        Assert.Empty(unnumbered);
    }

    /// <summary>A positional parameter of a derived record that the base record declares and numbers.</summary>
    private static bool IsPassedToBase(Type type, PropertyInfo property) =>
        type.BaseType?.GetProperty(property.Name)?.IsDefined(typeof(IdAttribute)) == true;
}
