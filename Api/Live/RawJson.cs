using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using MessagePack;
using MessagePack.Formatters;

namespace LmsActors.Live;

/// <summary>JSON that is ready: written through as it is by the JSON protocol, turned into the same shape by MessagePack.</summary>
internal sealed record RawJson(ReadOnlyMemory<byte> Utf8);

internal sealed class RawJsonConverter : JsonConverter<RawJson>
{
    public override RawJson Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return new(Encoding.UTF8.GetBytes(document.RootElement.GetRawText()));
    }

    public override void Write(Utf8JsonWriter writer, RawJson value, JsonSerializerOptions options) =>
        writer.WriteRawValue(value.Utf8.Span, skipInputValidation: true);
}

internal sealed class RawJsonFormatter : IMessagePackFormatter<RawJson?>
{
    public void Serialize(ref MessagePackWriter writer, RawJson? value, MessagePackSerializerOptions options)
    {
        if (value is null)
        {
            writer.WriteNil();
            return;
        }

        writer.WriteRaw(MessagePackSerializer.ConvertFromJson(Encoding.UTF8.GetString(value.Utf8.Span)));
    }

    public RawJson? Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options)
    {
        if (reader.TryReadNil())
        {
            return null;
        }

        using var text = new StringWriter();
        var raw = new MessagePackReader(reader.ReadRaw());
        MessagePackSerializer.ConvertToJson(ref raw, text);
        return new(Encoding.UTF8.GetBytes(text.ToString()));
    }
}
