using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;

namespace LmsActors.Faults;

/// <summary>
/// The version before this one. Its source is an archive beside this file, so that neither history nor a network is needed; it is built
/// once and kept under <c>artifacts/baseline</c>. LMSACTORS_BASELINE names another commit of this repository instead.
/// </summary>
internal static class Baseline
{
    /// <summary>The parts of the repository that the programs are built from.</summary>
    private static readonly string[] Sources =
    [
        "Api", "Silo", "Grains", "Grains.Abstractions", "Directory.Build.props", "Directory.Packages.props", "BannedSymbols.txt", "global.json", ".editorconfig",
    ];

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(15);

    private static string Folder => Path.Combine(ServerProcess.Repository, "tests", "Faults", "Upgrade");

    /// <summary>Builds it, if that was not done before; answers the folder in which its projects are.</summary>
    /// <exception cref="InvalidOperationException">It cannot be built; the message says why.</exception>
    public static async Task<string> BuildAsync(Action<string> say)
    {
        var archive = await ArchiveAsync();
        var root = Path.Combine(ServerProcess.Repository, "artifacts", "baseline", Convert.ToHexStringLower(SHA256.HashData(archive))[..16]);
        var built = Path.Combine(root, "built");
        if (!File.Exists(built))
        {
            var begun = Stopwatch.GetTimestamp();
            await ExtractAsync(archive, root);
            await RunAsync(root, "dotnet", "build", Path.Combine("Api", "Api.csproj"), "-c", "Release", "-v", "quiet", "-nr:false", "-p:UseSharedCompilation=false", "-p:RunAnalyzers=false");
            await File.WriteAllTextAsync(built, "");
            say($"built the baseline in {Stopwatch.GetElapsedTime(begun).TotalSeconds:0} s");
        }

        return root;
    }

    private static async Task<byte[]> ArchiveAsync()
    {
        if (Environment.GetEnvironmentVariable("LMSACTORS_BASELINE") is { Length: > 0 } commit)
        {
            return await RunAsync(ServerProcess.Repository, "git", ["archive", "--format=tar.gz", commit, "--", .. Sources]);
        }

        var path = Path.Combine(Folder, "baseline.tar.gz");
        return File.Exists(path)
            ? await File.ReadAllBytesAsync(path)
            : throw new InvalidOperationException($"{path} is missing: it holds the version before this one, and tests/Faults/Upgrade/renew.sh COMMIT makes it.");
    }

    private static async Task ExtractAsync(byte[] archive, string root)
    {
        if (Directory.Exists(root))
        {
            Directory.Delete(root, recursive: true);
        }

        Directory.CreateDirectory(root);
        await using var text = new GZipStream(new MemoryStream(archive), CompressionMode.Decompress);
        await TarFile.ExtractToDirectoryAsync(text, root, overwriteFiles: false);
    }

    /// <summary>Runs a program to its end and answers what it wrote.</summary>
    private static async Task<byte[]> RunAsync(string folder, string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        using var output = new MemoryStream();
        using var limit = new CancellationTokenSource(Limit);
        var errors = process.StandardError.ReadToEndAsync(limit.Token);
        await process.StandardOutput.BaseStream.CopyToAsync(output, limit.Token);
        await process.WaitForExitAsync(limit.Token);
        return process.ExitCode == 0 ? output.ToArray() : throw new InvalidOperationException(
            $"The version before this one could not be made ready: '{program} {arguments[0]}' answered {process.ExitCode}.\n{await errors}\n{System.Text.Encoding.UTF8.GetString(output.ToArray())}");
    }
}
