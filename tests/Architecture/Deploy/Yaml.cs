using System.Globalization;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace LmsActors.Deploy;

/// <summary>YAML as JSON, with its merge keys carried out and its plain words typed as YAML 1.2 has them.</summary>
internal static class Yaml
{
    /// <summary>The documents of a file.</summary>
    /// <param name="path">From the repository's folder.</param>
    public static IEnumerable<JsonNode> Read(string path)
    {
        using var text = new StringReader(Files.Text(path));
        var stream = new YamlStream();
        stream.Load(text);
        return [.. stream.Documents.Select(document => Node(document.RootNode)!)];
    }

    private static JsonNode? Node(YamlNode node) => node switch
    {
        YamlMappingNode mapping => Mapping(mapping),
        YamlSequenceNode sequence => new JsonArray([.. sequence.Select(Node)]),
        YamlScalarNode { Style: ScalarStyle.Plain } scalar => Plain(scalar.Value!),
        YamlScalarNode scalar => scalar.Value,
        _ => throw new InvalidOperationException($"{node.NodeType} at {node.Start}."),
    };

    /// <summary>What is merged stands where the mapping itself says nothing.</summary>
    private static JsonObject Mapping(YamlMappingNode mapping)
    {
        var pairs = mapping.Children.Select(pair => (Name: ((YamlScalarNode)pair.Key).Value!, Value: Node(pair.Value))).ToList();
        var json = new JsonObject();
        foreach (var (name, value) in pairs.Where(pair => pair.Name == "<<").SelectMany(pair => pair.Value!.AsObject()))
        {
            json[name] = value?.DeepClone();
        }

        foreach (var (name, value) in pairs.Where(pair => pair.Name != "<<"))
        {
            json[name] = value;
        }

        return json;
    }

    private static JsonNode? Plain(string value) => value switch
    {
        "" or "~" or "null" => null,
        "true" => true,
        "false" => false,
        _ when long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => whole,
        _ when double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
        _ => value,
    };
}

/// <summary>Files of the repository.</summary>
internal static class Files
{
    public static string At(string path) => Path.Combine(Assemblies.Root, path);

    public static string Text(string path) => File.ReadAllText(At(path));
}
