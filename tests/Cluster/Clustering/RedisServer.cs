using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using StackExchange.Redis;

namespace LmsActors.Hosting;

/// <summary>A Redis server on a free port, with a folder of its own to which it writes every change.</summary>
internal sealed class RedisServer : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lmsactors-redis-");
    private readonly Process _process;

    private RedisServer(int port)
    {
        ConnectionString = $"127.0.0.1:{port}";
        string[] arguments =
        [
            "--port", port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--dir", _folder.FullName,
            "--save", "", "--appendonly", "yes", "--appendfsync", "always",
        ];
        _process = Process.Start(new ProcessStartInfo("redis-server", arguments) { RedirectStandardOutput = true })!;
    }

    public string ConnectionString { get; }

    /// <summary>Starts one; it answers when the answer is there.</summary>
    public static async Task<RedisServer> StartAsync()
    {
        var server = new RedisServer(FreePort());
        while (await server._process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.Contains("Ready to accept connections", StringComparison.Ordinal))
            {
                _ = server._process.StandardOutput.BaseStream.CopyToAsync(Stream.Null); // its log must not fill the pipe
                await using var connection = await ConnectionMultiplexer.ConnectAsync(server.ConnectionString);
                return server;
            }
        }

        throw new InvalidOperationException("Redis ended before it accepted connections.");
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }
}
