using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LmsActors.Faults;

/// <summary>The real product as a process of its own, on one port and one data folder through all of its lives.</summary>
internal sealed class ServerProcess : IDisposable
{
    public const string ApiKey = "an-api-key-for-faults";

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private readonly StringBuilder _output = new();
    private readonly Lock _gate = new();
    private readonly string _data;
    private readonly int _port;
    private Process? _process;

    /// <param name="data">The data folder.</param>
    /// <param name="port">0 takes a free one, which the server then keeps.</param>
    public ServerProcess(string data, int port = 0)
    {
        _data = data;
        _port = port != 0 ? port : FreePort();
    }

    public string Url => $"http://127.0.0.1:{_port}";

    /// <summary>What it has printed, for the message of a failing test.</summary>
    public string Output
    {
        get
        {
            lock (_gate)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>The product's assembly, as the build of the repository leaves it.</summary>
    private static string Assembly { get; } = FindAssembly();

    public void Dispose()
    {
        Kill();
        _process?.Dispose();
    }

    /// <summary>Starts it and waits until it is ready.</summary>
    public async Task StartAsync()
    {
        _process?.Dispose();
        _process = Run();
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        using var limit = new CancellationTokenSource(StartLimit);
        while (!await IsReadyAsync(http))
        {
            if (_process.HasExited || limit.IsCancellationRequested)
            {
                throw new InvalidOperationException($"The server did not become ready:\n{Output}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(25), CancellationToken.None);
        }
    }

    /// <summary>Starts it where it must not start, and answers its exit code.</summary>
    public async Task<int> RunToEndAsync()
    {
        _process = Run();
        using var limit = new CancellationTokenSource(StartLimit);
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    /// <summary>SIGKILL: no warning, no handler, no flush.</summary>
    public void Kill()
    {
        if (_process is { HasExited: false } process)
        {
            process.Kill();
            process.WaitForExit();
        }
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task<bool> IsReadyAsync(HttpClient http, string url)
    {
        try
        {
            using var response = await http.GetAsync(url + "/health/ready");
            return response.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    private static string FindAssembly()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "LmsActors.sln")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder!.FullName, "Api", "bin", "Release", "net10.0", "LmsActors.Api.dll");
    }

    private Task<bool> IsReadyAsync(HttpClient http) => IsReadyAsync(http, Url);

    private Process Run()
    {
        var start = new ProcessStartInfo("dotnet", [Assembly])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _data,
        };
        start.Environment["ASPNETCORE_URLS"] = Url;
        start.Environment["Storage__Path"] = _data;
        start.Environment["Bootstrap__ApiKey"] = ApiKey;
        start.Environment["Bootstrap__AdminPassword"] = "a long passphrase for the admin";
        start.Environment["Accounts__PasswordIterations"] = "1000";
        start.Environment["RateLimits__Enabled"] = "false";
        var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private void Keep(string? line)
    {
        lock (_gate)
        {
            // What matters is how it began and how it ended.
            if (_output.Length > 200_000)
            {
                _output.Remove(50_000, 100_000);
            }

            _output.AppendLine(line);
        }
    }
}
