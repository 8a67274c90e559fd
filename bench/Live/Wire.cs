using System.Text;

namespace LmsActors.Bench;

/// <summary>The words of one server's protocol, as the driver speaks them.</summary>
/// <param name="Path">Where the WebSocket is.</param>
/// <param name="Hello">What a client says first.</param>
/// <param name="HelloAnswer">What the server says to that.</param>
/// <param name="Subscribe">How it follows the room.</param>
/// <param name="SubscribeAnswer">What the server says when it does.</param>
/// <param name="KeepAlive">What is said from time to time.</param>
/// <param name="Marker">What stands exactly once in every delivery.</param>
internal sealed record Wire(
    string Path, byte[] Hello, byte[] HelloAnswer, byte[] Subscribe, byte[] SubscribeAnswer, byte[] KeepAlive, byte[] Marker)
{
    public static Wire Of(string kind, string room) => kind switch
    {
        "ours" => SignalR(room, "\"type\":\"message-posted\""),
        "raw" => SignalR(room, "\"target\":\"events\""),
        "socketio" => new(
            "/socket.io/?EIO=4&transport=websocket",
            Frame("40"),
            Bytes("40{"),
            Frame($"420[\"subscribe\",\"{room}\"]"),
            Bytes("430["),
            Frame("3"),
            Bytes("42[\"events\"")),
        _ => throw new ArgumentException($"There is no server '{kind}'.", nameof(kind)),
    };

    /// <summary>One text frame of a client, masked with zeros (RFC 6455, section 5.2).</summary>
    public static byte[] Frame(string text)
    {
        var payload = Bytes(text);
        byte[] length = payload.Length < 126
            ? [(byte)(0x80 | payload.Length)]
            : [0x80 | 126, (byte)(payload.Length >> 8), (byte)payload.Length];
        return [0x81, .. length, 0, 0, 0, 0, .. payload];
    }

    private static Wire SignalR(string room, string marker) => new(
        "/live",
        Frame("{\"protocol\":\"json\",\"version\":1}\u001e"),
        Bytes("{}\u001e"),
        Frame($"{{\"type\":1,\"invocationId\":\"1\",\"target\":\"Subscribe\",\"arguments\":[\"{room}\",null]}}\u001e"),
        Bytes("\"invocationId\":\"1\""),
        Frame("{\"type\":6}\u001e"),
        Bytes(marker));

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
