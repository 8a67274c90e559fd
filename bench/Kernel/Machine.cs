using System.Globalization;
using System.Runtime.InteropServices;

namespace LmsActors.Bench;

/// <summary>What the figures were taken on.</summary>
internal static class Machine
{
    /// <summary>
    /// CPU seconds of its load after which a process is measured. Before, much of what it does is compiling, and counting what it calls for
    /// the compiler that then makes it fast.
    /// </summary>
    private const double WarmSeconds = 25;

    public static string Describe()
    {
        var cpu = Field("/proc/cpuinfo", "model name") ?? RuntimeInformation.ProcessArchitecture.ToString();
        var kilobytes = Field("/proc/meminfo", "MemTotal")?.Split(' ')[0];
        var memory = long.TryParse(kilobytes, out var size) ? $"{size / 1048576.0:0} GiB" : "unknown memory";
        return $"{cpu}, {Environment.ProcessorCount} cores, {memory}, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}";
    }

    /// <summary>CPU seconds that a process has used, in itself and in the kernel (proc(5), stat, fields 14 and 15, in hundredths).</summary>
    public static double CpuSeconds() => CpuSeconds(Environment.ProcessId);

    /// <inheritdoc cref="CpuSeconds()"/>
    public static double CpuSeconds(int processId)
    {
        var stat = File.ReadAllText($"/proc/{processId}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) / 100.0;
    }

    /// <summary>Runs a load again and again until a process is warm; once, when it is to be quick.</summary>
    /// <param name="options">Whether it is.</param>
    /// <param name="cpuSeconds">What the process has used by now.</param>
    /// <param name="load">The load; gets the number of the round, from 0.</param>
    public static async Task WarmAsync(BenchOptions options, Func<double> cpuSeconds, Func<int, Task> load)
    {
        var begun = cpuSeconds();
        var round = 0;
        do
        {
            await load(round++);
        }
        while (!options.IsQuick && cpuSeconds() - begun < WarmSeconds);
    }

    /// <summary>Bytes of memory that a process holds.</summary>
    public static long ResidentBytes(int processId) =>
        long.Parse(Field($"/proc/{processId}/status", "VmRSS")!.Split(' ')[0], CultureInfo.InvariantCulture) * 1024;

    private static string? Field(string file, string name) => File.Exists(file)
        ? File.ReadLines(file).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?.Split(':', 2)[1].Trim()
        : null;
}

/// <summary>Where this repository is.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    /// <summary>A folder on a real disk for one benchmark's data; removed when disposed of.</summary>
    public static TemporaryFolder NewFolder() => new(Directory.CreateTempSubdirectory("lms-bench-").FullName);

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "LmsActors.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? Directory.GetCurrentDirectory();
    }
}

internal sealed record TemporaryFolder(string Path) : IDisposable
{
    public void Dispose() => Directory.Delete(Path, recursive: true);
}
