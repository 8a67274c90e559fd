using System.Diagnostics;

namespace LmsActors.Backup;

/// <summary>The program as a person calls it on a command line.</summary>
internal static class Tool
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "LmsActors.Api.dll");

    /// <summary>Runs a command to its end.</summary>
    /// <param name="data">The data folder.</param>
    /// <param name="args">The command line.</param>
    public static async Task<ToolRun> RunAsync(string data, params string[] args)
    {
        using var process = Start(data, args);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return new(process.ExitCode, (await output).TrimEnd(), (await error).TrimEnd());
    }

    /// <summary>Kills a command as soon as a condition holds, unless it is done before.</summary>
    public static async Task KillAsync(string data, Func<bool> when, params string[] args)
    {
        using var process = Start(data, args);
        _ = process.StandardOutput.ReadToEndAsync();
        _ = process.StandardError.ReadToEndAsync();
        while (!process.HasExited && !when())
        {
            await Task.Yield();
        }

        process.Kill();
        await process.WaitForExitAsync();
    }

    private static Process Start(string data, string[] args)
    {
        var start = new ProcessStartInfo("dotnet", [Program, .. args]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["Storage__Path"] = data;
        return Process.Start(start)!;
    }
}

/// <summary>How a command ended.</summary>
internal sealed record ToolRun(int ExitCode, string Output, string Error)
{
    /// <summary>The last line of output of a command that must have succeeded.</summary>
    public System.Text.Json.JsonElement Counts
    {
        get
        {
            Assert.True(ExitCode == 0, $"{ExitCode}: {Output}\n{Error}");
            return System.Text.Json.JsonSerializer.Deserialize<System.Text.Json.JsonElement>(Output.Split('\n')[^1]);
        }
    }

    public long Count(string name) => Counts.GetProperty(name).GetInt64();
}
