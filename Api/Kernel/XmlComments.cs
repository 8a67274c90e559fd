using System.Collections.Frozen;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace LmsActors.Kernel;

/// <summary>
/// Brings the comments of handlers and of the records that they take and give into the API's description, from the documentation
/// files that the compiler wrote beside the assemblies. (The framework's own generator sees public members only.)
/// </summary>
internal sealed partial class XmlComments
{
    private const string EndpointsSuffix = "Endpoints";

    private readonly FrozenDictionary<string, XElement> _members = Directory
        .EnumerateFiles(AppContext.BaseDirectory, "LmsActors.*.xml")
        .SelectMany(file => XDocument.Load(file).Descendants("member"))
        .DistinctBy(member => Key(member.Attribute("name")!.Value))
        .ToFrozenDictionary(member => Key(member.Attribute("name")!.Value));

    public void Describe(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<MethodInfo>().FirstOrDefault() is not { DeclaringType: { } type } method)
        {
            return;
        }

        var name = method.Name.EndsWith("Async", StringComparison.Ordinal) ? method.Name[..^5] : method.Name;
        operation.OperationId = type.Name.EndsWith(EndpointsSuffix, StringComparison.Ordinal) ? type.Name[..^EndpointsSuffix.Length] + name : name;
        if (_members.GetValueOrDefault($"M:{type.FullName}.{method.Name}") is not { } member)
        {
            return;
        }

        var summary = TextOf(member.Element("summary"));
        var end = summary.IndexOf(". ", StringComparison.Ordinal);
        operation.Summary = (end < 0 ? summary : summary[..end]).TrimEnd('.');
        operation.Description = end < 0 ? null : summary[(end + 2)..];
    }

    public void Describe(OpenApiSchema schema, OpenApiSchemaTransformerContext context)
    {
        var property = context.JsonPropertyInfo;
        var declaring = property is null ? context.JsonTypeInfo.Type : property.DeclaringType;
        if (declaring.IsGenericType || _members.GetValueOrDefault($"T:{declaring.FullName}") is not { } member)
        {
            return;
        }

        if (property is null)
        {
            schema.Description ??= Filled(TextOf(member.Element("summary")));
            return;
        }

        var parameter = member.Elements("param")
            .FirstOrDefault(p => string.Equals(p.Attribute("name")!.Value, property.Name, StringComparison.OrdinalIgnoreCase));
        schema.Description = Filled(TextOf(parameter)) ?? schema.Description;
    }

    /// <summary>The name of a member without its parameters: our handlers have no overloads.</summary>
    private static string Key(string name) => name.Split('(', 2)[0];

    private static string? Filled(string text) => text.Length > 0 ? text : null;

    private static string TextOf(XElement? element)
    {
        if (element is null)
        {
            return "";
        }

        var words = element.Nodes().Select(node => node is XElement e
            ? e.Value.Length > 0 ? e.Value : (e.Attribute("cref")?.Value ?? e.Attribute("name")?.Value ?? "").Split('.', ':')[^1]
            : node.ToString());
        return Spaces().Replace(string.Concat(words), " ").Trim();
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
