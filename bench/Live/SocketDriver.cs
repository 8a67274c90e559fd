using System.Globalization;
using System.Text.Json;

namespace LmsActors.Bench;

/// <summary>
/// <c>drive-sockets KIND URL ROOM SOCKETS LEARNER</c>: connects, says <c>connected</c>; for each line <c>rate RATE SECONDS</c> or
/// <c>window MESSAGES SECONDS</c> on its input posts so, waits for every delivery, and says <c>delivered</c> with a <see cref="LoadResult"/>.
/// </summary>
internal static class SocketDriver
{
    public static async Task<int> RunAsync(string[] args)
    {
        var (kind, url, room) = (args[0], new Uri(args[1]), args[2]);
        var sockets = int.Parse(args[3], CultureInfo.InvariantCulture);
        var wire = Wire.Of(kind, kind == "ours" ? "room/" + room : room);
        var headers = kind == "ours" ? $"X-Api-Key: {BenchServer.ApiKey}\r\nX-On-Behalf-Of: {args[4]}\r\n" : "";
        var deliveries = new Deliveries(sockets);
        var clients = await ConnectAsync(wire, url, sockets, headers, deliveries);
        var receiving = clients.Select(client => client.ReceiveAsync()).ToList();
        using var stop = new CancellationTokenSource();
        var keeping = KeepAliveAsync(clients, stop.Token);
        var load = new Load(new Publisher(kind, args[1], room, args[4], clients.FirstOrDefault()), deliveries);
        Console.WriteLine("connected");
        while (await Console.In.ReadLineAsync(CancellationToken.None) is { Length: > 0 } line)
        {
            await RunAsync(load, line.Split(' '));
        }

        await stop.CancelAsync();
        await keeping;
        clients.ForEach(client => client.Dispose());
        return receiving.Count == sockets ? 0 : 1;
    }

    private static async Task<List<WireClient>> ConnectAsync(Wire wire, Uri url, int sockets, string headers, Deliveries deliveries)
    {
        var clients = new List<WireClient>();
        foreach (var chunk in Enumerable.Range(0, sockets).Chunk(50))
        {
            var batch = chunk.Select(i => (Number: i, Client: new WireClient(wire, deliveries))).ToList();
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

    private static async Task RunAsync(Load load, string[] order)
    {
        var amount = double.Parse(order[1], CultureInfo.InvariantCulture);
        var time = TimeSpan.FromSeconds(double.Parse(order[2], CultureInfo.InvariantCulture));
        var result = order[0] == "rate" ? await load.AtRateAsync(amount, time) : await load.InWindowAsync((int)amount, time);
        Console.WriteLine("delivered " + JsonSerializer.Serialize(result));
    }
}
