using System.Globalization;

namespace LmsActors.Faults;

/// <summary>What a cluster is made of.</summary>
/// <param name="Silos">Headless ones, which hold actors.</param>
/// <param name="Apis">Those that serve.</param>
/// <param name="ApisHoldActors">Whether those that serve also hold actors.</param>
/// <param name="HasNetwork">Whether a network lies between them that can be cut.</param>
/// <param name="HasClock">Whether there is one more, which serves and holds actors, and whose clock can be set.</param>
/// <param name="Root">The folder whose build they are at first; null for this repository's.</param>
/// <param name="IsBalanced">Whether clients pass over those that are not ready.</param>
internal sealed record ClusterShape(
    int Silos, int Apis, bool ApisHoldActors = false, bool HasNetwork = false, bool HasClock = false, string? Root = null, bool IsBalanced = false)
{
    /// <summary>As docs/cluster.md proposes.</summary>
    public static ClusterShape Usual { get; } = new(Silos: 3, Apis: 2);

    /// <summary>Each serves and holds actors, so that one can be spoken to when it is cut off from the others.</summary>
    public static ClusterShape Mixed(int silos) => new(Silos: 0, silos, ApisHoldActors: true, HasNetwork: true);
}

/// <summary>Headless silos and API silos as processes of their own, over one PostgreSQL.</summary>
internal sealed class ClusterProcesses : IDisposable
{
    /// <summary>For how long an access token is good.</summary>
    public static readonly TimeSpan TokenLifetime = TimeSpan.FromSeconds(25);

    private static readonly Lazy<string> FakeTime = new(() => new[] { "/usr/lib", "/usr/lib64", "/usr/local/lib" }
        .Where(Directory.Exists)
        .SelectMany(folder => Directory.EnumerateFiles(folder, "libfaketimeMT.so.1", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 2 }))
        .FirstOrDefault() ?? throw new InvalidOperationException("libfaketime is not installed (apt-get install faketime)."));

    private readonly string _connection;
    private readonly string _folder;
    private readonly string _root;
    private readonly ClusterNetwork? _network;

    /// <param name="connection">The database, which is migrated first.</param>
    /// <param name="folder">Where the processes may leave files.</param>
    /// <param name="shape">How many there are of which kind.</param>
    /// <param name="network">What lies between them; null for nothing.</param>
    public ClusterProcesses(string connection, string folder, ClusterShape shape, ClusterNetwork? network = null)
    {
        _connection = connection;
        _folder = folder;
        _network = network;
        _root = shape.Root ?? ServerProcess.Repository;
        Silos = [.. Enumerable.Range(0, shape.Silos).Select(_ => Process("Silo", holdsActors: true))];
        Apis = [.. Enumerable.Range(0, shape.Apis).Select(_ => Process("Api", shape.ApisHoldActors))];
        Clock = Path.Combine(folder, "clock");
        Clocked = shape.HasClock ? Process("Api", holdsActors: true, isClocked: true) : null;
    }

    public IReadOnlyList<ServerProcess> Silos { get; }

    public IReadOnlyList<ServerProcess> Apis { get; }

    /// <summary>The one whose clock can be set; clients are not sent to it.</summary>
    public ServerProcess? Clocked { get; }

    public IEnumerable<ServerProcess> All => Silos.Concat(Apis).Concat(Clocked is null ? [] : [Clocked]);

    /// <summary>The file that says by how much its clock is off.</summary>
    private string Clock { get; }

    /// <summary>Where the API silos are, parted by commas.</summary>
    public string Urls => string.Join(',', Apis.Select(api => api.Url));

    public string Output => string.Join("\n", All.Select((process, i) => $"--- {i}\n{process.Output}"));

    /// <summary>Runs a command of the program against the storage of this cluster; it must succeed.</summary>
    public Task RunAsync(params string[] command) => RunFromAsync(_root, command);

    /// <summary>Makes what the version in this folder needs, or brings it up to date.</summary>
    public Task MigrateAsync(string root) => RunFromAsync(root, "migrate");

    private async Task RunFromAsync(string root, params string[] command)
    {
        var settings = Settings(_connection);
        if (command is ["migrate"])
        {
            settings["Clustering__Provider"] = "Postgres";
        }

        using var run = new ServerProcess(_folder, settings: settings, command: command) { Root = root };
        if (await run.RunToEndAsync() != 0)
        {
            throw new InvalidOperationException($"'{string.Join(' ', command)}' failed:\n{run.Output}");
        }
    }

    public async Task StartAsync()
    {
        await RunAsync("migrate");
        await Task.WhenAll(Silos.Select(silo => silo.StartAsync()));
        await Task.WhenAll(Apis.Select(api => api.StartAsync()));
        SetClock("+0");
        await (Clocked?.StartAsync() ?? Task.CompletedTask);
    }

    /// <summary>Sets the clock of <see cref="Clocked"/>, within a second, while it runs.</summary>
    /// <param name="offset">How far from the true time it is, as faketime writes it: -1h, +1d.</param>
    public void SetClock(string offset) => File.WriteAllText(Clock, offset);

    public void Dispose()
    {
        foreach (var process in All)
        {
            process.Dispose();
        }
    }

    private ServerProcess Process(string project, bool holdsActors, bool isClocked = false)
    {
        var listenPort = ServerProcess.FreePort();
        var member = _network?.Join(listenPort);
        var settings = Settings(member?.Through(_connection) ?? _connection);
        settings["Clustering__Provider"] = "Postgres";
        settings["Silo__Address"] = "127.0.0.1";
        settings["Silo__Port"] = (member?.Silo.Port ?? listenPort).ToString(CultureInfo.InvariantCulture);
        settings["Silo__ListenPort"] = listenPort.ToString(CultureInfo.InvariantCulture);
        settings["Silo__HoldsActors"] = holdsActors.ToString();
        settings["Accounts__AccessTokenLifetime"] = TokenLifetime.ToString();
        if (isClocked)
        {
            settings["LD_PRELOAD"] = FakeTime.Value;
            settings["FAKETIME_TIMESTAMP_FILE"] = Clock;
            settings["FAKETIME_CACHE_DURATION"] = "1";
            settings["FAKETIME_DONT_FAKE_MONOTONIC"] = settings["DONT_FAKE_MONOTONIC"] = "1";
            settings["FAKETIME_FORCE_MONOTONIC_FIX"] = "0"; // with it, waits of .NET end at once
        }

        var process = new ServerProcess(_folder, project: project, settings: settings) { Root = _root };
        if (member is not null)
        {
            member.Process = process;
        }

        return process;
    }

    private static Dictionary<string, string> Settings(string connection) => new()
    {
        ["Storage__Provider"] = "Postgres",
        ["Storage__ConnectionString"] = connection,
    };
}
