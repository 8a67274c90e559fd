using System.Collections.Immutable;
using System.Reflection;

namespace LmsActors.Kernel;

/// <summary>
/// A value of any type that is stored, with something in every member of it: told by the member's name, so that it is the same each time,
/// and so that events of one log speak of the same things.
/// </summary>
internal static class Samples
{
    private static readonly DateTimeOffset Moment = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    /// <summary>Numbers that must fit others of their log; all other numbers are made from their names.</summary>
    private static readonly Dictionary<string, int> Numbers = new()
    {
        ["Sequence"] = 1,
        ["Through"] = 1,
        ["Number"] = 1,
        ["Stamp"] = 3,
        ["Segment"] = 0,
        ["AsOf"] = 0,
    };

    /// <param name="type">Of which type.</param>
    /// <param name="name">The name of the member that it is for.</param>
    public static object Of(Type type, string name) =>
        Nullable.GetUnderlyingType(type) is { } value ? Of(value, name)
        : Simple(type, name) ?? (type.IsEnum ? Enum.GetValues(type).GetValue(Enum.GetValues(type).Length - 1)!
        : type.IsArray ? ArrayOf(type.GetElementType()!, name)
        : type.IsGenericType && Collection(type, name) is { } collection ? collection
        : type.IsAbstract ? Of(Concrete(type)[0], name)
        : Record(type));

    /// <summary>The types that may stand where this one is declared, in the order of their names.</summary>
    public static IReadOnlyList<Type> Concrete(Type type) => !type.IsAbstract ? [type]
        : [.. type.Assembly.GetTypes().Where(other => other.IsSubclassOf(type) && !other.IsAbstract).OrderBy(other => other.Name, StringComparer.Ordinal)];

    private static object? Simple(Type type, string name) =>
        type == typeof(string) ? $"a {name}"
        : type == typeof(bool) ? true
        : type == typeof(byte) ? (byte)7
        : type == typeof(int) ? Number(name)
        : type == typeof(long) ? (long)Number(name)
        : type == typeof(ulong) ? (ulong)Number(name)
        : type == typeof(DateTimeOffset) ? Moment
        : type == typeof(DateTime) ? Moment.UtcDateTime
        : type == typeof(TimeSpan) ? TimeSpan.FromMinutes(Number(name))
        : type == typeof(DateOnly) ? DateOnly.FromDateTime(Moment.Date)
        : type == typeof(Guid) ? Ids.DeriveGuid(name)
        : null;

    private static int Number(string name) => Numbers.TryGetValue(name, out var fitting) ? fitting : (int)(Ids.Spread(name) % 900) + 100;

    private static object? Collection(Type type, string name)
    {
        var (kind, of) = (type.GetGenericTypeDefinition(), type.GetGenericArguments());
        if (kind == typeof(KeyValuePair<,>))
        {
            return Activator.CreateInstance(type, Of(of[0], name), Of(of[1], name));
        }

        if (of.Length == 2)
        {
            var entries = ArrayOf(typeof(KeyValuePair<,>).MakeGenericType(of), name);
            return kind == typeof(ImmutableDictionary<,>) ? Made(typeof(ImmutableDictionary), nameof(ImmutableDictionary.CreateRange), of, entries)
                : kind == typeof(ImmutableSortedDictionary<,>) ? Made(typeof(ImmutableSortedDictionary), nameof(ImmutableSortedDictionary.CreateRange), of, entries)
                : kind == typeof(IReadOnlyDictionary<,>) ? Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(of), entries)
                : null;
        }

        return kind == typeof(IReadOnlyList<>) ? ArrayOf(of[0], name)
            : kind == typeof(ImmutableArray<>) ? Made(typeof(ImmutableArray), nameof(ImmutableArray.CreateRange), of, ArrayOf(of[0], name))
            : kind == typeof(ImmutableList<>) ? Made(typeof(ImmutableList), nameof(ImmutableList.CreateRange), of, ArrayOf(of[0], name))
            : kind == typeof(ImmutableHashSet<>) ? Made(typeof(ImmutableHashSet), nameof(ImmutableHashSet.CreateRange), of, ArrayOf(of[0], name))
            : null;
    }

    /// <summary>Calls the generic factory that takes one sequence.</summary>
    private static object Made(Type factory, string method, Type[] of, Array items) => factory
        .GetMethods()
        .Single(candidate => candidate.Name == method && candidate.GetGenericArguments().Length == of.Length
            && candidate.GetParameters() is [{ ParameterType: { IsGenericType: true } only }] && only.GetGenericTypeDefinition() == typeof(IEnumerable<>))
        .MakeGenericMethod(of)
        .Invoke(null, [items])!;

    private static Array ArrayOf(Type of, string name)
    {
        var array = Array.CreateInstance(of, 1);
        array.SetValue(Of(of, name), 0);
        return array;
    }

    /// <summary>By its longest constructor, and then whatever else can be set.</summary>
    private static object Record(Type type)
    {
        var constructor = type.GetConstructors().OrderByDescending(candidate => candidate.GetParameters().Length).FirstOrDefault();
        var parameters = constructor?.GetParameters() ?? [];
        var made = constructor is null
            ? Activator.CreateInstance(type)!
            : constructor.Invoke([.. parameters.Select(parameter => Of(parameter.ParameterType, parameter.Name!))]);
        foreach (var property in type.GetProperties().Where(property => property.IsDefined(typeof(IdAttribute)) && property.CanWrite))
        {
            if (!parameters.Any(parameter => parameter.Name == property.Name))
            {
                property.SetValue(made, Of(property.PropertyType, property.Name));
            }
        }

        return made;
    }
}
