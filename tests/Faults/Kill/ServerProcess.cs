using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LmsActors.Faults;

/// <summary>The real product as a process of its own, on one port and one data folder through all of its lives.</summary>
internal sealed class ServerProcess : IDisposable
{
    public const string ApiKey = "an-api-key-for-faults";

    private const int FirstPort = 12_000;
    private const int Ports = 18_000;

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(120);
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(2) };
    private static readonly HttpClient Patient = new() { Timeout = TimeSpan.FromSeconds(60) };
    private static int _ports = Random.Shared.Next(Ports);
    private readonly StringBuilder _output = new();
    private readonly Lock _gate = new();
    private readonly string _data;
    private readonly int _port;
    private readonly string _project;
    private readonly string[] _command;
    private readonly IReadOnlyDictionary<string, string> _settings;
    private Process? _process;

    /// <param name="data">The data folder.</param>
    /// <param name="port">0 takes a free one, which the server then keeps.</param>
    /// <param name="project">The project whose program it is.</param>
    /// <param name="settings">Environment variables beside those that every server of these tests has.</param>
    /// <param name="command">What to do instead of serving.</param>
    public ServerProcess(string data, int port = 0, string project = "Api", IReadOnlyDictionary<string, string>? settings = null, params string[] command)
    {
        _data = data;
        _port = port != 0 ? port : FreePort();
        _project = project;
        _command = command;
        _settings = settings ?? new Dictionary<string, string>();
    }

    /// <summary>The folder whose build is run; another one takes effect with the next start.</summary>
    public string Root { get; set; } = Repository;

    /// <summary>Which program, and where.</summary>
    public string Name => $"{_project} on {_port}";

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

    /// <summary>The folder of the repository.</summary>
    public static string Repository { get; } = FindRepository();

    /// <summary>The program, as the build leaves it.</summary>
    private string Assembly => Path.Combine(Root, _project, "bin", "Release", "net10.0", $"LmsActors.{_project}.dll");

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
        using var limit = new CancellationTokenSource(StartLimit);
        while (!await IsReadyAsync())
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

    /// <summary>Starts it, and kills it so long after, unless it has ended before.</summary>
    public async Task KillWhileRunningAsync(TimeSpan after)
    {
        _process = Run();
        await Task.WhenAny(_process.WaitForExitAsync(), Task.Delay(after));
        Kill();
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

    /// <summary>SIGTERM, and waits until it has ended by itself.</summary>
    public async Task StopAsync()
    {
        Signal("TERM");
        await EndAsync();
    }

    /// <summary>Waits until it has ended by itself, and answers its exit code.</summary>
    public async Task<int> EndAsync()
    {
        using var limit = new CancellationTokenSource(StartLimit);
        await _process!.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    /// <summary>Sends a signal by its name: STOP makes it stand still as it is, CONT lets it go on.</summary>
    public void Signal(string name)
    {
        using var kill = Process.Start("kill", ["-" + name, _process!.Id.ToString()]);
        kill.WaitForExit();
    }

    /// <summary>Whether it runs.</summary>
    public bool IsAlive => _process is { HasExited: false };

    /// <summary>The number of the process that runs now; null before the first.</summary>
    public int? Id => IsAlive ? _process!.Id : null;

    /// <summary>Whether it says that it should be sent requests; no answer within two seconds is a no.</summary>
    public async Task<bool> IsReadyAsync()
    {
        try
        {
            using var response = await Http.GetAsync(Url + "/health/ready");
            return response.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    /// <summary>The sum of a metric over all its labels, or over those lines that contain <paramref name="label"/>; 0 if there is none.</summary>
    public async Task<double> MetricAsync(string name, string label = "") => (await Patient.GetStringAsync(Url + "/metrics")).Split('\n')
        .Where(line => line.StartsWith(name, StringComparison.Ordinal) && line.Contains(label, StringComparison.Ordinal))
        .Sum(line => double.Parse(line.Split('}')[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0], CultureInfo.InvariantCulture));

    /// <summary>
    /// A port that is free, and stays so while its server is not running: below those that the system gives to connections, and no
    /// other server of this run is given it.
    /// </summary>
    public static int FreePort()
    {
        while (true)
        {
            var port = FirstPort + (Interlocked.Increment(ref _ports) % Ports);
            try
            {
                using var listener = new TcpListener(IPAddress.Any, port);
                listener.Start();
                return port;
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                // Somebody else's.
            }
        }
    }

    private static string FindRepository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "LmsActors.sln")))
        {
            folder = folder.Parent;
        }

        return folder!.FullName;
    }

    private Process Run()
    {
        var start = new ProcessStartInfo("dotnet", [Assembly, .. _command])
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
        foreach (var (name, value) in _settings)
        {
            start.Environment[name] = value;
        }

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
