using System.Net;
using System.Net.Sockets;

namespace LmsActors.Faults;

/// <summary>Passes connections on to where they were meant for, by a way that may be cut or slow. Needs no rights that a container may lack.</summary>
internal sealed class Relay : IDisposable
{
    private const int Buffer = 256 << 10;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly EndPoint _to;
    private readonly Func<Socket, Way> _wayOf;

    /// <param name="to">Where connections go to.</param>
    /// <param name="wayOf">By which way a connection goes that was just accepted.</param>
    public Relay(EndPoint to, Func<Socket, Way> wayOf)
    {
        (_to, _wayOf) = (to, wayOf);
        _listener.Start();
        _ = AcceptAsync();
    }

    /// <summary>The port on the loopback address that stands for the other end.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = RelayAsync(await _listener.AcceptSocketAsync());
            }
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            // The end of the test.
        }
    }

    private async Task RelayAsync(Socket client)
    {
        var protocol = _to is UnixDomainSocketEndPoint ? ProtocolType.Unspecified : ProtocolType.Tcp;
        using var server = new Socket(_to.AddressFamily, SocketType.Stream, protocol);
        using (client)
        {
            try
            {
                var way = _wayOf(client);
                await way.OpenAsync();
                await server.ConnectAsync(_to);
                if (protocol == ProtocolType.Tcp)
                {
                    (client.NoDelay, server.NoDelay) = (true, true);
                }

                await Task.WhenAll(PassAsync(client, server, way, isQuestion: true), PassAsync(server, client, way, isQuestion: false));
            }
            catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
            {
                // Either side went.
            }
        }
    }

    private static async Task PassAsync(Socket from, Socket to, Way way, bool isQuestion)
    {
        try
        {
            var buffer = new byte[Buffer];
            while (await from.ReceiveAsync(buffer) is > 0 and var length)
            {
                await Task.Delay(isQuestion ? way.Delay : TimeSpan.Zero);
                await way.OpenAsync();
                for (var sent = 0; sent < length;)
                {
                    sent += await to.SendAsync(buffer.AsMemory(sent, length - sent));
                }
            }

            await way.OpenAsync();
            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            from.Dispose();
            to.Dispose();
        }
    }
}
