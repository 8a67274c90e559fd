using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LmsActors.Bench;

/// <summary>
/// A WebSocket client that is as light as can be: it looks for words in the bytes that come and does not read messages, so that
/// thousands of them leave the machine to the server.
/// </summary>
internal sealed class WireClient(Wire wire, Deliveries deliveries) : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer = new byte[16 * 1024];
    private int _held;
    private long _seen;
    private Unframer _frames;

    public void Dispose() => _socket.Dispose();

    /// <summary>Connects, from an address of its own where ports could run short, and follows the room.</summary>
    public async Task StartAsync(Uri url, int number, string headers)
    {
        _socket.Bind(new IPEndPoint(new IPAddress([127, 0, 0, (byte)(2 + number / 5000)]), 0));
        await _socket.ConnectAsync(IPAddress.Loopback, url.Port);
        await SendAsync(Encoding.ASCII.GetBytes(
            $"GET {wire.Path} HTTP/1.1\r\nHost: {url.Authority}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + $"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n{headers}\r\n"));
        await UpgradeAsync();
        await SendAsync(wire.Hello);
        await ExpectAsync(wire.HelloAnswer);
        await SendAsync(wire.Subscribe);
        await ExpectAsync(wire.SubscribeAnswer);
    }

    public async Task SendAsync(byte[] frame) => await _socket.SendAsync(frame);

    public Task KeepAliveAsync() => SendAsync(wire.KeepAlive);

    /// <summary>Counts deliveries until the connection ends.</summary>
    public async Task ReceiveAsync()
    {
        _held = 0;
        while (true)
        {
            var read = await _socket.ReceiveAsync(_buffer.AsMemory(_held));
            if (read == 0)
            {
                return;
            }

            Take(_held + _frames.Take(_buffer.AsSpan(_held, read)));
        }
    }

    private void Take(int length)
    {
        var bytes = _buffer.AsSpan(0, length);
        var count = bytes.Count(wire.Marker);
        if (count > 0)
        {
            deliveries.Arrived(_seen, count);
            _seen += count;
        }

        // The marker may be cut in two: its possible beginning waits for what comes next.
        _held = Math.Min(wire.Marker.Length - 1, length);
        bytes[^_held..].CopyTo(_buffer);
    }

    /// <summary>Reads the answer to the upgrade; what a server sends with it that is a frame already is taken apart and passed over.</summary>
    private async Task UpgradeAsync()
    {
        var (length, end) = (0, -1);
        while (end < 0)
        {
            length += await ReceiveSomeAsync(length);
            end = _buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8);
        }

        var head = Encoding.ASCII.GetString(_buffer, 0, end);
        _frames.Take(head.StartsWith("HTTP/1.1 101 ", StringComparison.Ordinal)
            ? _buffer.AsSpan(end + 4, length - end - 4)
            : throw new IOException("The server does not upgrade the connection: " + head));
    }

    private async Task ExpectAsync(byte[] word)
    {
        var kept = 0;
        while (true)
        {
            var read = await ReceiveSomeAsync(kept);
            var length = kept + _frames.Take(_buffer.AsSpan(kept, read));
            if (_buffer.AsSpan(0, length).IndexOf(word) >= 0)
            {
                return;
            }

            kept = Math.Min(word.Length - 1, length);
            _buffer.AsSpan(length - kept, kept).CopyTo(_buffer);
        }
    }

    private async Task<int> ReceiveSomeAsync(int kept)
    {
        var read = await _socket.ReceiveAsync(_buffer.AsMemory(kept));
        return read > 0 ? read : throw new IOException("The server closed the connection: " + Encoding.UTF8.GetString(_buffer.AsSpan(0, kept)));
    }
}
