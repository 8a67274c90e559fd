using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Specialized;

namespace LmsActors.Bench;

/// <summary>Durable posts into one room over Azure Storage, beside blocks appended one request each by as many.</summary>
internal static class AzureBench
{
    private const int Callers = 256;
    private const int PeerConnections = 64;
    private const int Bytes = 200;
    private const int Runs = 3;

    public static async Task RunAsync(BenchOptions options, Report report)
    {
        if (!BenchAzurite.IsInstalled)
        {
            Console.WriteLine("skipped: Azurite is not installed (bench/setup.sh)");
            return;
        }

        using var azurite = await BenchAzurite.StartAsync();
        await using var silo = await BenchSilo.StartAsync(await azurite.NewStorageAsync());
        using var requests = new RequestMeter(azurite.Port);
        var blobs = await PeersAsync(azurite);
        var room = await BenchRooms.CreateAsync(silo, "one");
        var count = options.Scale(20_000);
        var (ours, peers, shares) = (new List<double>(), new List<double>(), new List<double>());
        for (var run = 0; run <= Runs; run++)
        {
            var before = requests.Sent;
            var posts = (await Timing.CallAsync(Callers, count, _ => BenchRooms.PostAsync(silo, room))).Rate;
            var share = (requests.Sent - before) / (double)count;
            var blocks = (await Timing.CallAsync(PeerConnections, options.Scale(2_000), i => AppendAsync(blobs[i % blobs.Length]))).Rate;
            if (run > 0)
            {
                ours.Add(posts);
                shares.Add(share);
                peers.Add(blocks);
            }
        }

        var requestsEach = Timing.Median(shares);
        report.Add($"requests to Azure Storage per durable post into one room, {Callers} callers", requestsEach, "", "≤ 0.1", requestsEach <= 0.1);
        report.Add(
            $"durable posts into one room over Azure Storage (Azurite), {Callers} callers", Timing.Median(ours), "/s",
            $"blocks of {Bytes} bytes, a request each, {PeerConnections} append blobs at once", Timing.Median(peers));
    }

    private static async Task<AppendBlobClient[]> PeersAsync(BenchAzurite azurite)
    {
        var container = new BlobContainerClient(
            azurite.ConnectionString, "peer", new BlobClientOptions(BlobClientOptions.ServiceVersion.V2023_11_03));
        await container.CreateIfNotExistsAsync();
        var blobs = Enumerable.Range(0, PeerConnections).Select(i => container.GetAppendBlobClient($"log{i}")).ToArray();
        await Task.WhenAll(blobs.Select(blob => blob.CreateAsync()));
        return blobs;
    }

    private static async Task AppendAsync(AppendBlobClient blob)
    {
        using var block = new MemoryStream(new byte[Bytes]);
        await blob.AppendBlockAsync(block);
    }
}
