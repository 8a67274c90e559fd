using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace LmsActors.Storage;

/// <summary>Stands between a store and its server; what the server answers can be lost on the way, and the connection with it.</summary>
internal sealed class LossyProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly string _server;
    private volatile bool _isLosing;
    private volatile bool _isLastSent;
    private int _left = int.MaxValue;

    public LossyProxy(string serverSocket)
    {
        _server = serverSocket;
        _listener.Start();
        _ = AcceptAsync();
    }

    /// <summary>The connection string that goes through here.</summary>
    public string Through(string connectionString) => new NpgsqlConnectionStringBuilder(connectionString)
    {
        Host = "127.0.0.1",
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port,
        SslMode = SslMode.Disable,
    }.ConnectionString;

    public void LoseAnswers() => _isLosing = true;

    /// <summary>As if this end were killed after so many messages to the server: all connections break then, and no other lives longer.</summary>
    /// <param name="messages">What is still passed on.</param>
    /// <param name="isLastSent">Whether the message during which that happens still gets to the server.</param>
    public void KillAfter(int messages, bool isLastSent)
    {
        _isLastSent = isLastSent;
        Volatile.Write(ref _left, messages);
    }

    /// <summary>Whether it came to that.</summary>
    public bool IsKilled => Volatile.Read(ref _left) < 0;

    public void PassAnswers() => _isLosing = false;

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = RelayAsync(await _listener.AcceptSocketAsync());
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            // The end of the test.
        }
    }

    private async Task RelayAsync(Socket client)
    {
        using var server = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await server.ConnectAsync(new UnixDomainSocketEndPoint(_server));
        using (client)
        {
            try
            {
                var questions = PassAsync(client, server, isAnswer: false);
                var answers = PassAsync(server, client, isAnswer: true);
                await await Task.WhenAny(questions, answers);
                client.Dispose();
                await questions;
            }
            catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
            {
                // Either side went.
            }
        }
    }

    /// <summary>Ends with the connection, or with the first answer that is to be lost: by then the server has done its work.</summary>
    private async Task PassAsync(Socket from, Socket to, bool isAnswer)
    {
        var buffer = new byte[65536];
        while (await from.ReceiveAsync(buffer) is > 0 and var length)
        {
            if (isAnswer && _isLosing)
                return;
            var isLast = !isAnswer && Interlocked.Decrement(ref _left) < 0;
            if (isLast && !_isLastSent)
                throw new SocketException((int)SocketError.ConnectionReset);
            for (var sent = 0; sent < length;)
                sent += await to.SendAsync(buffer.AsMemory(sent, length - sent));
            if (isLast)
                throw new SocketException((int)SocketError.ConnectionReset);
        }
    }
}
