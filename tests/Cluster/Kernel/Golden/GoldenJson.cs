using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace LmsActors.Kernel;

/// <summary>What was read of a golden log, as JSON: the members that are stored, and nothing that is computed from them.</summary>
internal static class GoldenJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { KeepWhatIsStored } },
        Converters = { new JsonStringEnumConverter(), new SortedSets() },
    };

    public static JsonNode Of(GoldenLog log) => new JsonObject
    {
        ["sequence"] = log.Sequence,
        ["delivered"] = log.Delivered,
        ["operations"] = JsonSerializer.SerializeToNode(log.Operations, Options),
        ["state"] = JsonSerializer.SerializeToNode(log.State, log.State.GetType(), Options),
        ["events"] = new JsonArray([.. log.Events.Select(happened => new JsonObject
        {
            ["is"] = happened.GetType().Name,
            ["with"] = JsonSerializer.SerializeToNode(happened, happened.GetType(), Options),
        })]),
    };

    public static string Text(JsonNode node) => node.ToJsonString(Options);

    /// <summary>
    /// Where the second is not as the first says; null if it is. It may say more: a version that came later has members of which the
    /// first does not know.
    /// </summary>
    public static string? Difference(JsonNode? expected, JsonNode? found, string path = "")
    {
        switch (expected, found)
        {
            case (JsonObject left, JsonObject right):
                return left.Select(member => Difference(member.Value, right[member.Key], $"{path}.{member.Key}")).FirstOrDefault(difference => difference is not null);
            case (JsonArray left, JsonArray right) when left.Count == right.Count:
                return left.Select((item, i) => Difference(item, right[i], $"{path}[{i}]")).FirstOrDefault(difference => difference is not null);
            default:
                return JsonNode.DeepEquals(expected, found) ? null : $"{path}: {expected?.ToJsonString() ?? "null"} was stored, {found?.ToJsonString() ?? "null"} is read";
        }
    }

    private static void KeepWhatIsStored(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object || !type.Type.IsDefined(typeof(GenerateSerializerAttribute), inherit: false))
        {
            return;
        }

        for (var i = type.Properties.Count - 1; i >= 0; i--)
        {
            if (type.Properties[i].AttributeProvider?.IsDefined(typeof(IdAttribute), inherit: true) != true)
            {
                type.Properties.RemoveAt(i);
            }
        }
    }

    /// <summary>Sets have no order of their own.</summary>
    private sealed class SortedSets : JsonConverterFactory
    {
        public override bool CanConvert(Type typeToConvert) =>
            typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(ImmutableHashSet<>);

        public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
            (JsonConverter)Activator.CreateInstance(typeof(SortedSet<>).MakeGenericType(typeToConvert.GetGenericArguments()))!;

        private sealed class SortedSet<T> : JsonConverter<ImmutableHashSet<T>>
        {
            public override ImmutableHashSet<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
                throw new NotSupportedException();

            public override void Write(Utf8JsonWriter writer, ImmutableHashSet<T> value, JsonSerializerOptions options)
            {
                writer.WriteStartArray();
                foreach (var item in value.Select(item => JsonSerializer.Serialize(item, options)).Order(StringComparer.Ordinal))
                {
                    writer.WriteRawValue(item);
                }

                writer.WriteEndArray();
            }
        }
    }
}
