using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace LmsActors.Web;

/// <summary>The real product as a process of its own, on a free port and a new data folder. It can be frozen, killed and started again.</summary>
internal sealed partial class Server : IAsyncDisposable
{
    public const string AdminPassword = "correct horse battery staple";

    private const int SigKill = 9;
    private const int SigStop = 19;
    private readonly string _data = Directory.CreateTempSubdirectory("lms-web-").FullName;
    private readonly int _port = FreePort();
    private readonly string[] _arguments;
    private readonly (string Name, string Value)[] _settings;
    private Process? _process;

    private Server(string[] arguments, (string Name, string Value)[] settings) => (_arguments, _settings) = (arguments, settings);

    public string Address => $"http://127.0.0.1:{_port}";

    /// <param name="arguments">Of the command line, such as <c>--sample</c>.</param>
    public static async Task<Server> StartAsync(params string[] arguments)
    {
        var server = new Server(arguments, []);
        await server.StartAgainAsync();
        return server;
    }

    /// <param name="settings">Environment variables beside those that every server of these tests has.</param>
    public static async Task<Server> StartWithAsync(params (string Name, string Value)[] settings)
    {
        var server = new Server([], settings);
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>Starts it on the same data and the same port, and waits until it says that it is up.</summary>
    public async Task StartAgainAsync()
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = _data };
        start.ArgumentList.Add(Repository.Api);
        foreach (var argument in _arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["ASPNETCORE_URLS"] = Address;
        start.Environment["Storage__Path"] = Path.Combine(_data, "data");
        start.Environment["Bootstrap__AdminPassword"] = AdminPassword;
        start.Environment["Accounts__PasswordIterations"] = "1000";
        foreach (var (name, value) in _settings)
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start)!;
        var output = new List<string>();
        _ = _process.StandardError.ReadToEndAsync();
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            output.Add(line);
            if (line.Contains("Application started", StringComparison.Ordinal))
            {
                _ = _process.StandardOutput.ReadToEndAsync();
                return;
            }
        }

        throw new InvalidOperationException($"The server did not start:\n{string.Join('\n', output)}");
    }

    /// <summary>It accepts connections, and answers nothing any more.</summary>
    public void Freeze() => Signal(SigStop);

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        Signal(SigKill);
        await _process!.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            await KillAsync();
        }

        Directory.Delete(_data, recursive: true);
    }

    private void Signal(int signal)
    {
        if (Kill(_process!.Id, signal) != 0)
        {
            throw new InvalidOperationException($"Signal {signal} could not be sent.");
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int processId, int signal);
}
