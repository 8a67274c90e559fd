using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LmsActors.Bench;

/// <summary>
/// A WebSocket client that is as light as can be: it looks for words in the bytes that come and does not take frames apart (servers
/// do not mask theirs), so that thousands of them leave the machine to the server.
/// </summary>
internal sealed class WireClient(Wire wire, Action<int> delivered) : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer = new byte[4096];
    private int _held;

    public void Dispose() => _socket.Dispose();

    /// <summary>Connects, from an address of its own where ports could run short, and follows the room.</summary>
    public async Task StartAsync(Uri url, int number, string headers)
    {
        _socket.Bind(new IPEndPoint(new IPAddress([127, 0, 0, (byte)(2 + number / 5000)]), 0));
        await _socket.ConnectAsync(IPAddress.Loopback, url.Port);
        await SendAsync(Encoding.ASCII.GetBytes(
            $"GET {wire.Path} HTTP/1.1\r\nHost: {url.Authority}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + $"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n{headers}\r\n"));
        await ExpectAsync("101 Switching Protocols"u8.ToArray());
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

            Take(_held + read);
        }
    }

    private void Take(int length)
    {
        var bytes = _buffer.AsSpan(0, length);
        var count = bytes.Count(wire.Marker);
        if (count > 0)
        {
            delivered(count);
        }

        // The marker may be cut in two: its possible beginning waits for what comes next.
        _held = Math.Min(wire.Marker.Length - 1, length);
        bytes[^_held..].CopyTo(_buffer);
    }

    private async Task ExpectAsync(byte[] word)
    {
        var kept = 0;
        while (true)
        {
            var read = await _socket.ReceiveAsync(_buffer.AsMemory(kept));
            var length = read > 0 ? kept + read : throw new IOException("The server closed the connection: " + Encoding.UTF8.GetString(_buffer.AsSpan(0, kept)));
            if (_buffer.AsSpan(0, length).IndexOf(word) >= 0)
            {
                return;
            }

            kept = Math.Min(word.Length - 1, length);
            _buffer.AsSpan(length - kept, kept).CopyTo(_buffer);
        }
    }
}
