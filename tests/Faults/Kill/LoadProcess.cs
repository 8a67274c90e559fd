using System.Diagnostics;
using System.Text.Json;

namespace LmsActors.Faults;

/// <summary>This executable again, as the process that loads the server.</summary>
internal sealed class LoadProcess : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);
    private readonly Process _process;
    private readonly Task<string> _errors;

    /// <param name="url">Where the servers are, parted by commas.</param>
    /// <param name="seed">Decides what is done.</param>
    /// <param name="history">The file that it writes.</param>
    /// <param name="isBalanced">Whether it passes over servers that are not ready.</param>
    public LoadProcess(string url, int seed, string history, bool isBalanced = false)
    {
        _process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, Arguments(url, seed, history, isBalanced))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        _errors = _process.StandardError.ReadToEndAsync();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    /// <summary>Waits until the world is made and the load has begun.</summary>
    public async Task BegunAsync()
    {
        if (await _process.StandardOutput.ReadLineAsync().WaitAsync(Limit) != "ready")
        {
            throw new InvalidOperationException($"The load did not begin: {await _errors}");
        }
    }

    /// <summary>What happened since the last mark, or since the load has begun.</summary>
    public async Task<LoadSummary> MarkAsync()
    {
        await _process.StandardInput.WriteLineAsync("mark");
        return await _process.StandardOutput.ReadLineAsync().WaitAsync(Limit) is { } line
            ? JsonSerializer.Deserialize<LoadSummary>(line, JsonSerializerOptions.Web)!
            : throw new InvalidOperationException($"The load failed: {await _errors}");
    }

    /// <summary>Ends the load; answers once everything asked for has an answer and every subscriber has caught up, or time is over.</summary>
    public async Task<(LoadSummary Summary, bool HasCaughtUp)> EndAsync()
    {
        await _process.StandardInput.WriteLineAsync("stop");
        var line = await _process.StandardOutput.ReadLineAsync().WaitAsync(Limit);
        await _process.WaitForExitAsync().WaitAsync(Limit);
        return line is null
            ? throw new InvalidOperationException($"The load failed: {await _errors}")
            : (JsonSerializer.Deserialize<LoadSummary>(line, JsonSerializerOptions.Web)!, _process.ExitCode == 0);
    }

    /// <summary>Where the tests run under <c>dotnet</c>, the assembly comes first.</summary>
    private static string[] Arguments(string url, int seed, string history, bool isBalanced)
    {
        string[] load = ["load", url, ServerProcess.ApiKey, seed.ToString(), history, isBalanced ? LoadProgram.Balanced : LoadProgram.InTurn];
        return Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [typeof(LoadProcess).Assembly.Location, .. load] : load;
    }
}
