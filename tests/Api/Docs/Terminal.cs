using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace LmsActors.Docs;

/// <summary>
/// A shell as a reader of the pages has it: what was exported stays so, servers go on beside it, each in a window of its own. It has a
/// folder and a network of its own, so that the ports of the pages are free. <c>dotnet run</c> runs what is built already.
/// </summary>
internal sealed partial class Terminal : IAsyncDisposable
{
    private const string End = "=== that was all";

    /// <summary>Brings up the network, and makes curl fail where a reader would see an error.</summary>
    private const string Prelude = """
        chmod +x bin/dotnet
        ip link set lo up
        ip link add eth0 type veth peer name eth1
        ip addr add 192.0.2.1/24 dev eth0
        ip link set eth0 up
        ip link set eth1 up
        SERVERS=""
        curl() { command curl --fail-with-body "$@"; }
        ready() { # ready PID URL LOG: waits until the server says that it is ready
          until command curl -sf --max-time 5 "$2/health/ready" >/dev/null; do
            kill -0 "$1" 2>/dev/null || { echo "The server at $2 has ended:"; cat "$3"; exit 1; }
            sleep 0.1
          done
        }
        """;

    private const string Dotnet = """
        #!/usr/bin/env bash
        # dotnet run --project NAME -c Release [-- ARGUMENTS], without building again.
        set -euo pipefail
        export PATH=$PLAIN_PATH
        [ "$1" = run ] || exec dotnet "$@"
        [ "$2" = --project ] && [ "$4 $5" = "-c Release" ] || { echo "dotnet $*: not as the pages write it" >&2; exit 64; }
        project=$3
        shift 5
        [ "${1:-}" != -- ] || shift
        exec dotnet "$REPOSITORY/$project/bin/Release/net10.0/LmsActors.$project.dll" "$@"
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lms-docs-");
    private readonly Process _shell;
    private int _scripts;

    private Terminal()
    {
        Put("bin/dotnet", Dotnet);
        string[] rights = Environment.IsPrivilegedProcess ? [] : ["--map-root-user"];
        var start = new ProcessStartInfo("unshare", ["--net", .. rights, "bash", "-euo", "pipefail"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = _folder.FullName,
        };
        start.Environment["PLAIN_PATH"] = Environment.GetEnvironmentVariable("PATH");
        start.Environment["REPOSITORY"] = Repository.Root;
        start.Environment["PATH"] = $"{At("bin")}:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["Bootstrap__AdminPassword"] = ApiHost.Password;
        start.Environment["Bootstrap__ApiKey"] = ApiHost.ApiKey;
        start.Environment["Accounts__PasswordIterations"] = "1000";
        _shell = Process.Start(start)!;
    }

    /// <summary>Opens one.</summary>
    public static async Task<Terminal> OpenAsync()
    {
        var terminal = new Terminal();
        await terminal.RunAsync(Prelude);
        return terminal;
    }

    /// <summary>The full path of a file in its folder.</summary>
    public string At(string name) => Path.Combine(_folder.FullName, name);

    /// <summary>Puts a file there.</summary>
    public string Put(string name, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(name))!);
        File.WriteAllText(At(name), content);
        return At(name);
    }

    /// <summary>Runs commands one after the other; each must succeed. Those that serve go on, once they are ready.</summary>
    /// <returns>What they printed.</returns>
    public async Task<string> RunAsync(string commands)
    {
        _scripts++;
        var script = Put($"step-{_scripts}.sh", Serving(commands));
        var output = At($"step-{_scripts}.txt");
        await _shell.StandardInput.WriteLineAsync($"source {script} </dev/null >{output} 2>&1; echo '{End}'");
        await _shell.StandardInput.FlushAsync();
        using var patience = new CancellationTokenSource(Patience);
        string? line;
        do
        {
            line = await _shell.StandardOutput.ReadLineAsync(patience.Token);
        }
        while (line is not (null or End));
        var printed = File.Exists(output) ? await File.ReadAllTextAsync(output, patience.Token) : "";
        return line is null ? throw new InvalidOperationException($"A command failed:\n{commands}\n---\n{printed}") : printed;
    }

    /// <summary>Ends the servers that run.</summary>
    public Task StopServersAsync() => RunAsync("""
        [ -z "$SERVERS" ] || { kill $SERVERS; wait $SERVERS || true; }
        SERVERS=""
        """);

    public async ValueTask DisposeAsync()
    {
        _shell.Kill(entireProcessTree: true);
        await _shell.WaitForExitAsync();
        _shell.Dispose();
        _folder.Delete(recursive: true);
    }

    /// <summary>A reader starts each server in a window of its own, and looks whether it is up.</summary>
    private string Serving(string commands)
    {
        var (script, waits, count) = (new StringBuilder(), new StringBuilder(), 0);
        foreach (var line in commands.Split('\n'))
        {
            if (!Server().IsMatch(line))
            {
                script.Append(line).Append('\n');
                continue;
            }

            var url = Url().Match(line) is { Success: true } said ? said.Groups[1].Value : "http://localhost:5080";
            var log = At($"server-{_scripts}-{++count}.txt");
            script.Append($"{line} >{log} 2>&1 &\nSERVER_{count}=$!\nSERVERS=\"$SERVERS $!\"\n");
            waits.Append($"ready $SERVER_{count} {url} {log}\n");
        }

        return $"{script}{waits}";
    }

    [GeneratedRegex(@"^(?:\S+=\S+ )*dotnet run --project (?:Api|Silo) -c Release(?: -- --sample)?$")]
    private static partial Regex Server();

    [GeneratedRegex(@"ASPNETCORE_URLS=(\S+)")]
    private static partial Regex Url();
}
