using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;

namespace LmsActors.Deploy;

/// <summary>The Compose file against the schema of Compose, and against the images and programs that it starts.</summary>
public sealed class ComposeTests
{
    private const string File = "deploy/compose.yaml";

    private static readonly JsonSchema Schema = ReadSchema();

    [Fact]
    public void File_IsOfTheSchema() => Assert.Empty(Faults(Compose()));

    [Fact]
    public void File_WithAMisspeltKey_IsNot()
    {
        var compose = Compose();
        compose["services"]!["silo-1"]!["hostnam"] = "silo-1";

        Assert.NotEmpty(Faults(compose));
    }

    [Fact]
    public void Services_AreBuiltFromStagesThatAreThere()
    {
        foreach (var build in Services().Select(service => service["build"]).OfType<JsonObject>())
        {
            var context = Path.GetFullPath(Path.Combine(Files.At("deploy"), $"{build["context"]}"));

            Assert.True(System.IO.File.Exists(Path.Combine(context, $"{build["dockerfile"]}")), build.ToJsonString());
            Assert.NotNull(ContainerFile.Of($"{build["target"]}"));
        }
    }

    [Fact]
    public void Services_WaitForOnesThatAreThere()
    {
        var services = Compose()["services"]!.AsObject();
        foreach (var (waited, condition) in Services().SelectMany(service => service["depends_on"]?.AsObject().ToList() ?? []))
        {
            Assert.True(services.ContainsKey(waited), $"There is no service {waited}.");
            Assert.True($"{condition!["condition"]}" != "service_healthy" || services[waited]!["healthcheck"] is not null, $"{waited} cannot tell its health.");
        }
    }

    [Fact]
    public void Services_OpenThePortsOfTheirImages()
    {
        foreach (var service in Services().Where(service => service["build"] is not null && service["ports"] is not null))
        {
            var port = ContainerFile.HttpPort($"{service["build"]!["target"]}");

            Assert.All(service["ports"]!.AsArray(), mapped => Assert.EndsWith($":{port}", $"{mapped}", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Services_OfTheProduct_AreToldOnlyWhatItKnows()
    {
        var told = Services().Where(service => service["build"] is not null).SelectMany(service => service["environment"]!.AsObject()).Select(pair => pair.Key).ToList();

        Assert.NotEmpty(told);
        Assert.All(told, name => Assert.True(Settings.IsKnown(name), name));
    }

    [Fact]
    public void Cluster_IsAsItsDocumentationSays()
    {
        var targets = Services().Select(service => $"{service["build"]?["target"]}").ToList();

        Assert.Equal(3, targets.Count(target => target == "silo"));
        Assert.True(targets.Count(target => target == "api") >= 2);
        Assert.Contains(Services(), service => service["command"]?.ToJsonString() == "[\"migrate\"]");
    }

    private static JsonNode Compose() => Yaml.Read(File).Single();

    private static IEnumerable<JsonNode> Services() => Compose()["services"]!.AsObject().Select(pair => pair.Value!);

    private static List<string> Faults(JsonNode compose)
    {
        var results = Schema.Evaluate(JsonSerializer.SerializeToElement(compose), new EvaluationOptions { OutputFormat = OutputFormat.List });
        return results.IsValid ? [] : [.. results.Details!.Where(detail => detail.Errors is not null).Select(detail => $"{detail.InstanceLocation}: {string.Join(' ', detail.Errors!.Values)}")];
    }

    private static JsonSchema ReadSchema()
    {
        var schema = JsonNode.Parse(Files.Text("tests/Architecture/Deploy/compose.schema.json"))!.AsObject();
        schema["$schema"] = "http://json-schema.org/draft-07/schema#"; // the name by which validators know it
        schema["$id"] = "https://raw.githubusercontent.com/compose-spec/compose-spec/main/schema/compose-spec.json";
        return JsonSchema.FromText(schema.ToJsonString());
    }
}
