using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace LmsActors.Storage;

/// <summary>A PostgreSQL server with a folder of its own, reached by a socket in that folder. It flushes to the disk as it should.</summary>
public sealed class PostgresServer : IDisposable
{
    private const string Template = "lmsactors_template";

    private static readonly string? _binaries = Find();

    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"lmsactors-pg-{Environment.ProcessId}-{Interlocked.Increment(ref _servers)}");
    private static int _servers;
    private Process? _process;
    private int _databases;

    public static bool IsInstalled => _binaries is not null;

    public int ProcessId => _process!.Id;

    public string Socket => Path.Combine(_folder, ".s.PGSQL.5432");

    /// <summary>Makes the data and starts; ends when connections are accepted.</summary>
    public async Task InitializeAsync()
    {
        using (var init = Start("initdb", "-D", _folder, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"))
        {
            var errors = init.StandardError.ReadToEndAsync();
            await init.StandardOutput.ReadToEndAsync();
            await init.WaitForExitAsync();
            if (init.ExitCode != 0)
                throw new InvalidOperationException($"initdb failed: {await errors}");
        }

        await StartAsync();
        await ExecuteAsync("postgres", $"CREATE DATABASE {Template}");
        await PostgresSchema.MigrateAsync(ConnectionString(Template), CancellationToken.None);
    }

    public async Task StartAsync()
    {
        _process = Start("postgres", "-D", _folder, "-k", _folder, "-c", "listen_addresses=", "-c", "max_connections=200");
        while (await _process.StandardError.ReadLineAsync() is { } line)
        {
            if (!line.Contains("ready to accept connections", StringComparison.Ordinal))
                continue;
            _ = _process.StandardError.BaseStream.CopyToAsync(Stream.Null); // its log must not fill the pipe
            return;
        }

        throw new InvalidOperationException("PostgreSQL ended before it accepted connections.");
    }

    /// <summary>As if the power failed.</summary>
    public void Kill()
    {
        Signal("KILL");
        _process?.WaitForExit();
    }

    /// <summary>Lets the server hang, or (with CONT) go on.</summary>
    public void Signal(string name)
    {
        if (_process is not { HasExited: false } server)
            return;
        var children = File.ReadAllText($"/proc/{server.Id}/task/{server.Id}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        using var kill = Process.Start("kill", [$"-{name}", server.Id.ToString(CultureInfo.InvariantCulture), .. children]);
        kill.WaitForExit();
    }

    /// <summary>The user of the operating system that the server runs as.</summary>
    public static string OwnUser => Environment.UserName == "root" ? "postgres" : Environment.UserName;

    /// <summary>A new database; with the tables unless it is to be empty.</summary>
    /// <param name="isEmpty">Whether it has no tables.</param>
    /// <param name="folder">Where it lies, if not with the others: an empty folder of <see cref="OwnUser"/>.</param>
    public async Task<string> NewDatabaseAsync(bool isEmpty = false, string? folder = null)
    {
        var name = $"test_{Interlocked.Increment(ref _databases)}";
        var where = "";
        if (folder is not null)
        {
            await ExecuteAsync("postgres", $"CREATE TABLESPACE {name} LOCATION '{folder}'");
            where = $" TABLESPACE {name}";
        }

        await ExecuteAsync("postgres", (isEmpty ? $"CREATE DATABASE {name}" : $"CREATE DATABASE {name} TEMPLATE {Template}") + where);
        return ConnectionString(name);
    }

    public async Task<object?> ExecuteAsync(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString(database) + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    public void Dispose()
    {
        Kill();
        _process?.Dispose();
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
    }

    private string ConnectionString(string database) => $"Host={_folder};Username=postgres;Database={database}";

    /// <summary>PostgreSQL refuses to run as root: then it runs as the user that its package made.</summary>
    private static Process Start(string program, params string[] arguments)
    {
        var file = Path.Combine(_binaries ?? throw new InvalidOperationException("PostgreSQL is not installed (apt-get install postgresql)."), program);
        string[] command = Environment.UserName == "root"
            ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", file, .. arguments]
            : [file, .. arguments];
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" };
        return Process.Start(start)!;
    }

    /// <summary>Debian's package does not put the server's programs on the path.</summary>
    private static string? Find() => new[] { "/usr/lib/postgresql", "/usr/pgsql" }
        .Where(Directory.Exists)
        .SelectMany(folder => Directory.GetDirectories(folder))
        .Select(folder => Path.Combine(folder, "bin"))
        .Concat(Environment.GetEnvironmentVariable("PATH")?.Split(':') ?? [])
        .FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "postgres")));
}
