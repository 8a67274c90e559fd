using System.Buffers.Text;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LmsActors.Bench;

/// <summary>
/// Sends one POST after the other on each of many connections. It writes bytes made beforehand and reads no more of an answer than
/// its status and length, so that the two cores are the server's as far as possible.
/// </summary>
internal static class HttpDriver
{
    private const string Placeholder = "0000000000000000";

    public static async Task<int> RunAsync(string[] args)
    {
        var url = new Uri(args[0]);
        var connections = int.Parse(args[3], CultureInfo.InvariantCulture);
        var span = TimeSpan.FromSeconds(double.Parse(args[4], CultureInfo.InvariantCulture));
        var begun = Stopwatch.GetTimestamp();
        var counts = await Task.WhenAll(Enumerable.Range(0, connections).Select(i => DriveAsync(url, Request(url, args[1], args[2]), i, span)));
        var elapsed = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"rate {counts.Sum() / elapsed}"));
        return 0;
    }

    private static byte[] Request(Uri url, string learner, string path)
    {
        var body = $$"""{"text":"{{Placeholder}} Does anyone know whether the deadline of the second assignment was moved to Friday?"}""";
        return Encoding.ASCII.GetBytes(
            $"POST /api/v1/{path} HTTP/1.1\r\nHost: {url.Authority}\r\nX-Api-Key: {BenchServer.ApiKey}\r\nX-On-Behalf-Of: {learner}\r\n"
            + $"Idempotency-Key: {Placeholder}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}");
    }

    private static async Task<long> DriveAsync(Uri url, byte[] request, int connection, TimeSpan span)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, url.Port);
        var places = Places(request);
        var buffer = new byte[16384];
        var begun = Stopwatch.GetTimestamp();
        var salt = Random.Shared.NextInt64(1L << 40) << 20;
        var count = 0L;
        while (Stopwatch.GetElapsedTime(begun) < span)
        {
            foreach (var place in places)
            {
                Utf8Formatter.TryFormat(salt + connection * 1_000_000L + count, request.AsSpan(place, Placeholder.Length), out _, new('x', 16));
            }

            await socket.SendAsync(request);
            await ReadAsync(socket, buffer);
            count++;
        }

        return count;
    }

    private static List<int> Places(byte[] request)
    {
        var places = new List<int>();
        var placeholder = Encoding.ASCII.GetBytes(Placeholder);
        for (var at = request.AsSpan().IndexOf(placeholder); at >= 0;)
        {
            places.Add(at);
            var next = request.AsSpan(at + 16).IndexOf(placeholder);
            at = next < 0 ? -1 : at + 16 + next;
        }

        return places;
    }

    private static async Task ReadAsync(Socket socket, byte[] buffer)
    {
        var length = 0;
        do
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(length));
            length += read > 0 ? read : throw new IOException("The server closed the connection.");
        }
        while (!IsWhole(buffer.AsSpan(0, length)));
    }

    /// <summary>Whether a whole answer is there: of a stated length, in chunks, or without a body.</summary>
    private static bool IsWhole(ReadOnlySpan<byte> answer)
    {
        var end = answer.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return false;
        }

        if (answer[9] != '2')
        {
            throw new InvalidOperationException(Encoding.UTF8.GetString(answer));
        }

        var at = answer[..end].IndexOf("Content-Length: "u8);
        return at >= 0 && Utf8Parser.TryParse(answer[(at + 16)..], out int length, out _) ? answer.Length >= end + 4 + length
            : !answer.StartsWith("HTTP/1.1 2"u8) || answer[11] == '4' || answer.EndsWith("0\r\n\r\n"u8);
    }
}
