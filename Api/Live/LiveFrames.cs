using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace LmsActors.Live;

/// <summary>A call of the server to watchers: made once per stream and batch, serialised once per protocol, sent to all.</summary>
internal sealed class LiveFrame(string method, RawJson body, string? position = null)
{
    private SerializedHubMessage? _message;

    public string Method { get; } = method;

    public RawJson Body { get; } = body;

    /// <summary>The place in the stream that this frame leads to, if it does.</summary>
    public string? Position { get; } = position;

    /// <summary>The frame as SignalR sends it; remembers its bytes per protocol.</summary>
    public SerializedHubMessage Message => _message ??= new(new InvocationMessage(Method, [Body]));
}

/// <summary>Builds the frames that docs/live.md describes.</summary>
internal static class LiveFrames
{
    private const int MaxMerged = 48 * 1024;
    private static readonly JsonWriterOptions Options = new() { SkipValidation = true };

    /// <summary>Puts batches that follow each other together, and cuts them where 48 KiB of data would be exceeded: a frame fits the buffer of a connection.</summary>
    public static IEnumerable<LiveBatch> Merge(IReadOnlyList<LiveBatch> batches)
    {
        if (batches.Count == 0)
        {
            yield break;
        }

        var (after, size, events) = (batches[0].After, 0, new List<LiveEvent>());
        foreach (var item in batches.SelectMany(batch => batch.Events))
        {
            if (events.Count > 0 && size + item.Data.Length > MaxMerged)
            {
                var through = events[^1].Sequence;
                yield return new(batches[0].Epoch, after, through, events);
                (after, size, events) = (through, 0, []);
            }

            size += item.Data.Length;
            events.Add(item);
        }

        yield return new(batches[0].Epoch, after, batches[^1].Through, events);
    }

    public static LiveFrame Events(string stream, LiveBatch batch)
    {
        var position = new StreamPosition(batch.Epoch, batch.Through).ToString();
        return new("events", Write(Body), position);

        void Body(Utf8JsonWriter writer)
        {
            writer.WriteString("stream", stream);
            writer.WriteString("position", position);
            WriteEvents(writer, batch.Events);
        }
    }

    public static LiveFrame Tick(string stream, string type, byte[] data) => new("tick", Write(writer =>
    {
        writer.WriteString("stream", stream);
        writer.WriteString("type", type);
        writer.WritePropertyName("data");
        writer.WriteRawValue(data, skipInputValidation: true);
    }));

    /// <summary>The client missed something, or may see it differently now: it must subscribe again from where it is.</summary>
    public static LiveFrame Resync(string stream, string reason) => new("resync", Write(writer =>
    {
        writer.WriteString("stream", stream);
        writer.WriteString("reason", reason);
    }));

    public static LiveFrame Revoked(string stream, Refusal refusal) => new("revoked", Write(writer =>
    {
        writer.WriteString("stream", stream);
        writer.WriteString("code", refusal.Code);
        writer.WriteString("message", refusal.Message);
    }));

    /// <summary>The answer to a subscription.</summary>
    public static RawJson Start(string stream, StreamStart start) => Write(writer =>
    {
        writer.WriteString("stream", stream);
        writer.WriteString("position", start.Position.ToString());
        if (start.Snapshot is { } snapshot)
        {
            writer.WritePropertyName("snapshot");
            writer.WriteRawValue(snapshot, skipInputValidation: true);
        }

        WriteEvents(writer, start.Missed);
    });

    private static void WriteEvents(Utf8JsonWriter writer, IReadOnlyList<LiveEvent> events)
    {
        writer.WriteStartArray("events");
        foreach (var item in events)
        {
            writer.WriteStartObject();
            writer.WriteNumber("sequence", item.Sequence);
            writer.WriteString("at", item.At);
            writer.WriteString("type", item.Type);
            writer.WritePropertyName("data");
            writer.WriteRawValue(item.Data, skipInputValidation: true);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static RawJson Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        return new(buffer.WrittenMemory);
    }
}
