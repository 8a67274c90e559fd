using System.Reflection;
using Orleans.CodeGeneration;

namespace LmsActors.Kernel;

/// <summary>
/// Everything that is stored or sent, a line each: types by their aliases, members by their ids, methods by theirs. Two versions that have
/// the same line understand each other in it.
/// </summary>
internal static class Schema
{
    private static readonly Assembly[] Sources = [Assemblies.Abstractions, Assemblies.Grains, Assemblies.Silo, Assemblies.Api];

    /// <summary>All lines, in order.</summary>
    public static IReadOnlyList<string> Lines() =>
        [.. Types().SelectMany(OfType).Concat(Interfaces().SelectMany(OfInterface)).Concat(Grains().SelectMany(OfGrain)).Order(StringComparer.Ordinal)];

    /// <summary>
    /// What a version with <paramref name="now"/> would not understand of one with <paramref name="before"/>: lines that are gone.
    /// Numbers of versions and schemas may grow.
    /// </summary>
    public static IReadOnlyList<string> Broken(IReadOnlyList<string> before, IReadOnlyList<string> now)
    {
        var (lines, numbers) = (now.ToHashSet(), now.Select(Number).OfType<(string Name, int Value)>().ToDictionary(line => line.Name, line => line.Value));
        return [.. before.Where(line => Number(line) is { } known
            ? !numbers.TryGetValue(known.Name, out var value) || value < known.Value
            : !lines.Contains(line))];
    }

    private static IEnumerable<Type> Types() => Sources.SelectMany(source => source.GetTypes())
        .Where(type => type.IsDefined(typeof(GenerateSerializerAttribute), false));

    private static IEnumerable<Type> Interfaces() => Sources.SelectMany(source => source.GetTypes())
        .Where(type => type.IsInterface && typeof(IAddressable).IsAssignableFrom(type));

    private static IEnumerable<Type> Grains() => Sources.SelectMany(source => source.GetTypes())
        .Where(type => !type.IsAbstract && typeof(Grain).IsAssignableFrom(type));

    private static IEnumerable<string> OfType(Type type)
    {
        var name = Name(type);
        if (type.IsEnum)
        {
            return Enum.GetNames(type).Select(word => $"enum {name}: {word} = {Convert.ToInt64(Enum.Parse(type, word)):0}")
                .Prepend($"enum {name}: {Enum.GetUnderlyingType(type).Name}");
        }

        const BindingFlags Own = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        var members = type.GetProperties(Own).Select(property => ((MemberInfo)property, property.PropertyType))
            .Concat(type.GetFields(Own).Select(field => ((MemberInfo)field, field.FieldType)))
            .Select(member => (member.Item1, Id: member.Item1.GetCustomAttribute<IdAttribute>()?.Id, Type: member.Item2))
            .Where(member => member.Id is not null)
            .Select(member => $"type {name}: {member.Id:00} {member.Item1.Name} {Name(member.Type)}");
        var kind = type.IsValueType ? "struct" : type.BaseType is { } above && above.IsDefined(typeof(GenerateSerializerAttribute), false) ? Name(above) : "class";
        return members.Prepend($"type {name}: {kind}");
    }

    private static IEnumerable<string> OfInterface(Type type) => type.GetMethods()
        .Select(method =>
            $"interface {Name(type)}: {method.GetCustomAttribute<AliasAttribute>()?.Alias ?? method.Name}"
            + $"({string.Join(", ", method.GetParameters().Select(parameter => Name(parameter.ParameterType)))}) {Name(method.ReturnType)}")
        .Prepend($"interface {Name(type)}: version = {type.GetCustomAttribute<VersionAttribute>()?.Version ?? 0}");

    /// <summary>The names of kinds of actors are the beginnings of the names of their logs; and which schemas of them are read and written.</summary>
    private static IEnumerable<string> OfGrain(Type type)
    {
        var name = type.GetCustomAttribute<GrainTypeAttribute>()!.GetGrainType(null!, type);
        return LogOf(type) is not [var state, var happened]
            ? [$"grain {name}"]
            : [$"grain {name}: {Name(state)} {Name(happened)}", $"grain {name}: reads = {Of(state, "Reads")}", $"grain {name}: writes = {Of(state, "Writes")}"];
    }

    private static int Of(Type state, string schema) => (int?)state.GetProperty(schema, BindingFlags.Static | BindingFlags.Public)?.GetValue(null) ?? 0;

    private static Type[]? LogOf(Type grain)
    {
        for (var at = grain.BaseType; at is not null; at = at.BaseType)
        {
            if (at.IsGenericType && at.GetGenericTypeDefinition() == typeof(LogGrain<,>))
            {
                return at.GetGenericArguments();
            }
        }

        return null;
    }

    private static string Name(Type type) =>
        Nullable.GetUnderlyingType(type) is { } value ? Name(value) + "?"
        : type.IsArray ? Name(type.GetElementType()!) + "[]"
        : type.IsGenericType && !type.IsGenericTypeDefinition ? $"{Own(type)}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>"
        : Own(type);

    private static string Own(Type type) => type.GetCustomAttribute<AliasAttribute>(false)?.Alias ?? type.Name;

    private static (string Name, int Value)? Number(string line) =>
        line.Split(" = ") is [var name, var value] && !name.StartsWith("enum ", StringComparison.Ordinal) ? (name, int.Parse(value)) : null;
}
