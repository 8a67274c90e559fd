using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LmsActors.Bench;

/// <summary>
/// The peer of fan-out: each post is pushed to the list of each follower, as is usual. Commands are made beforehand and sent in one
/// stream while another thread counts the answers, so that Redis itself is what is measured (RESP2; nothing is written to disk).
/// </summary>
internal static class RedisPeer
{
    private const int FeedLength = 800;

    /// <summary>Feed entries per second.</summary>
    public static async Task<double> RunAsync(FollowGraph graph, int[] authors)
    {
        var port = FreePort();
        using var server = Child.Of(
            "redis-server", "--port", port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no");
        await server.ExpectAsync("");
        using var socket = await ConnectAsync(port);
        var (commands, entries) = Commands(graph, authors);
        var begun = Stopwatch.GetTimestamp();
        var answers = AnswersAsync(socket, entries * 2);
        for (var sent = 0; sent < commands.Length;)
        {
            sent += await socket.SendAsync(commands.AsMemory(sent, Math.Min(65536, commands.Length - sent)));
        }

        await answers;
        return entries / Stopwatch.GetElapsedTime(begun).TotalSeconds;
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task<Socket> ConnectAsync(int port)
    {
        for (var attempt = 0; ; attempt++)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(IPAddress.Loopback, port);
                return socket;
            }
            catch (SocketException) when (attempt < 200)
            {
                socket.Dispose();
                await Task.Delay(25);
            }
        }
    }

    private static (byte[] Commands, long Entries) Commands(FollowGraph graph, int[] authors)
    {
        var followers = graph.Following.SelectMany(pair => pair.Value.Select(followed => (followed, pair.Key))).ToLookup(edge => edge.followed, edge => edge.Key);
        var commands = new MemoryStream();
        var entries = 0L;
        for (var i = 0; i < authors.Length; i++)
        {
            var post = $"0198c0ffee00000000000000{i:D8}";
            foreach (var follower in followers[authors[i]])
            {
                commands.Write(Encoding.ASCII.GetBytes(Resp("LPUSH", $"feed:{follower}", post) + Resp("LTRIM", $"feed:{follower}", "0", $"{FeedLength - 1}")));
                entries++;
            }
        }

        return (commands.ToArray(), entries);
    }

    private static string Resp(params string[] words) => $"*{words.Length}\r\n{string.Concat(words.Select(word => $"${word.Length}\r\n{word}\r\n"))}";

    private static async Task AnswersAsync(Socket socket, long count)
    {
        var buffer = new byte[65536];
        while (count > 0)
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory());
            count -= read > 0 ? buffer.AsSpan(0, read).Count((byte)'\n') : throw new IOException("Redis closed the connection.");
        }
    }
}
