using System.Diagnostics;
using System.Globalization;

namespace LmsActors.Bench;

/// <summary>
/// <c>drive-sockets KIND URL ROOM SOCKETS LEARNER</c>: connects, says <c>connected</c>; for each line <c>RATE SECONDS</c> on its input posts
/// at that rate, waits for every delivery, and says <c>delivered COUNT SECONDS</c>.
/// </summary>
internal static class SocketDriver
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static long _delivered;

    public static async Task<int> RunAsync(string[] args)
    {
        var (kind, url, room) = (args[0], new Uri(args[1]), args[2]);
        var sockets = int.Parse(args[3], CultureInfo.InvariantCulture);
        var wire = Wire.Of(kind, kind == "ours" ? "room/" + room : room);
        var headers = kind == "ours" ? $"X-Api-Key: {BenchServer.ApiKey}\r\nX-On-Behalf-Of: {args[4]}\r\n" : "";
        var clients = await ConnectAsync(wire, url, sockets, headers);
        var receiving = clients.Select(client => client.ReceiveAsync()).ToList();
        using var stop = new CancellationTokenSource();
        var keeping = KeepAliveAsync(clients, stop.Token);
        var publisher = new Publisher(kind, args[1], room, args[4], clients.FirstOrDefault());
        Console.WriteLine("connected");
        while (await Console.In.ReadLineAsync(CancellationToken.None) is { Length: > 0 } line)
        {
            await PublishAsync(publisher, sockets, line.Split(' '));
        }

        await stop.CancelAsync();
        await keeping;
        clients.ForEach(client => client.Dispose());
        return receiving.Count == sockets ? 0 : 1;
    }

    private static async Task<List<WireClient>> ConnectAsync(Wire wire, Uri url, int sockets, string headers)
    {
        var clients = new List<WireClient>();
        foreach (var chunk in Enumerable.Range(0, sockets).Chunk(50))
        {
            var batch = chunk.Select(i => (Number: i, Client: new WireClient(wire, count => Interlocked.Add(ref _delivered, count)))).ToList();
            await Task.WhenAll(batch.Select(one => one.Client.StartAsync(url, one.Number, headers)));
            clients.AddRange(batch.Select(one => one.Client));
        }

        return clients;
    }

    private static async Task KeepAliveAsync(List<WireClient> clients, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(10));
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                foreach (var client in clients)
                {
                    await client.KeepAliveAsync();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The benchmark is over.
        }
    }

    private static async Task PublishAsync(Publisher publisher, int sockets, string[] order)
    {
        var rate = double.Parse(order[0], CultureInfo.InvariantCulture);
        var messages = (int)(rate * double.Parse(order[1], CultureInfo.InvariantCulture));
        var before = Interlocked.Read(ref _delivered);
        var begun = Stopwatch.GetTimestamp();
        for (var i = 0; i < messages; i++)
        {
            var due = TimeSpan.FromSeconds(i / rate) - Stopwatch.GetElapsedTime(begun);
            if (due > TimeSpan.FromMilliseconds(1))
            {
                await Task.Delay(due);
            }

            await publisher.PostAsync();
        }

        var expected = before + (long)messages * sockets;
        var posted = Stopwatch.GetTimestamp();
        while (Interlocked.Read(ref _delivered) < expected && Stopwatch.GetElapsedTime(posted) < Patience)
        {
            await Task.Delay(5);
        }

        var delivered = Interlocked.Read(ref _delivered) - before;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"delivered {delivered} {messages} {Stopwatch.GetElapsedTime(begun).TotalSeconds}"));
    }
}
