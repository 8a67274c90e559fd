using System.Reflection;
using System.Text.RegularExpressions;

namespace LmsActors.Deploy;

/// <summary>The settings that the programs read, as their sources have them.</summary>
internal static partial class Settings
{
    /// <summary>What is not read by our own lines: who reads it.</summary>
    private static readonly Dictionary<string, string> Elsewhere = new()
    {
        ["ASPNETCORE_URLS"] = "ASP.NET Core",
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "OpenTelemetry",
        ["POD_NAMESPACE"] = "Orleans.Hosting.Kubernetes",
        ["POD_NAME"] = "Orleans.Hosting.Kubernetes",
        ["POD_IP"] = "Orleans.Hosting.Kubernetes",
    };

    /// <summary>Sections that are bound to a class, and the class.</summary>
    private static readonly (string Section, string Class)[] Bound =
    [
        ("Accounts", "LmsActors.Accounts.AccountOptions"),
        ("Live", "LmsActors.Live.LiveOptions"),
        ("Limits", "LmsActors.Kernel.LoadOptions"),
        ("RateLimits", "LmsActors.Kernel.RateLimitOptions"),
        ("Authentication:Jwt:0", "LmsActors.Accounts.IssuerOptions"),
    ];

    /// <summary>Every setting of the product, as <c>Section:Name</c>.</summary>
    public static IReadOnlyCollection<string> Known { get; } = [.. Literals().Concat(Bound.SelectMany(Properties)).Distinct()];

    /// <summary>Whether a program of the product, or what it is built on, knows the environment variable.</summary>
    public static bool IsKnown(string variable)
    {
        var name = Index().Replace(variable.Replace("__", ":", StringComparison.Ordinal), ":0");
        return Elsewhere.ContainsKey(variable) || Known.Contains(name) || name.StartsWith("Logging:LogLevel:", StringComparison.Ordinal)
            || (name.EndsWith(":0", StringComparison.Ordinal) && Known.Contains(name[..^2]));
    }

    /// <summary>Sections that the sources bind, so that none is left out above.</summary>
    public static IEnumerable<string> BoundInSources() =>
        Sources().SelectMany(text => Binds().Matches(text)).Select(match => match.Groups[1].Value);

    public static IEnumerable<string> BoundClasses => Bound.Select(bound => bound.Class.Split('.')[^1]);

    private static IEnumerable<string> Literals() => Sources().SelectMany(text => Literal().Matches(text)).Select(match => match.Groups[1].Value);

    private static IEnumerable<string> Properties((string Section, string Class) bound) =>
        Properties(bound.Section, Assemblies.Api.GetType(bound.Class, throwOnError: true)!);

    private static IEnumerable<string> Properties(string section, Type type) => type
        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(property => property.CanWrite)
        .SelectMany(property => property.PropertyType.Assembly == Assemblies.Api
            ? Properties($"{section}:{property.Name}", property.PropertyType)
            : [$"{section}:{property.Name}"]);

    private static IEnumerable<string> Sources() => new[] { "Api", "Silo" }
        .SelectMany(project => Directory.EnumerateFiles(Files.At(project), "*.cs", SearchOption.AllDirectories))
        .Where(file => !file.Contains("/obj/", StringComparison.Ordinal))
        .Select(File.ReadAllText);

    [GeneratedRegex(@"configuration\w*\[""([A-Z]\w+(?::[A-Z]\w+)+)""\]", RegexOptions.IgnoreCase)]
    private static partial Regex Literal();

    [GeneratedRegex(@"AddOptions<(\w+)>\(\)\s*\.BindConfiguration\(")]
    private static partial Regex Binds();

    [GeneratedRegex(@":(?:n|\d+)(?=:|$)")]
    private static partial Regex Index();
}
