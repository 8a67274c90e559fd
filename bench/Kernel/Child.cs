using System.Diagnostics;

namespace LmsActors.Bench;

/// <summary>A process that a benchmark is made of; killed when disposed of.</summary>
internal sealed class Child : IDisposable
{
    private readonly Process _process;

    private Child(ProcessStartInfo start)
    {
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        _process = Process.Start(start)!;
    }

    public int Id => _process.Id;

    public double CpuSeconds => Machine.CpuSeconds(Id);

    /// <summary>This executable again, in another role.</summary>
    public static Child Self(params string[] args)
    {
        var isHost = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet";
        return new(new(Environment.ProcessPath!, isHost ? [typeof(Child).Assembly.Location, .. args] : args));
    }

    /// <summary>This executable again, in another role, set up by variables of its environment.</summary>
    public static Child Self(IEnumerable<(string Name, string Value)> environment, params string[] args)
    {
        var isHost = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet";
        return Of(Environment.ProcessPath!, environment, isHost ? [typeof(Child).Assembly.Location, .. args] : args);
    }

    public static Child Of(string program, params string[] args) => new(new(program, args));

    /// <summary>A program that is set up by variables of its environment.</summary>
    public static Child Of(string program, IEnumerable<(string Name, string Value)> environment, params string[] args)
    {
        var start = new ProcessStartInfo(program, args);
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return new(start);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    /// <summary>Passes over what it prints until a line that begins with <paramref name="word"/>; answers the rest of that line.</summary>
    public async Task<string> ExpectAsync(string word)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        while (await _process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            if (line.StartsWith(word, StringComparison.Ordinal))
            {
                return line[word.Length..].Trim();
            }
        }

        throw new InvalidOperationException($"{_process.StartInfo.FileName} {string.Join(' ', _process.StartInfo.ArgumentList)} ended before it said '{word}'.");
    }

    public Task SayAsync(string line) => _process.StandardInput.WriteLineAsync(line);
}
