using System.Globalization;
using LmsActors.Storage;
using Microsoft.Extensions.Configuration;

namespace LmsActors.Hosting;

/// <summary>One of the ways in which the product can be set up, with the servers that it needs.</summary>
internal sealed class SiloProfile : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lmsactors-reminders-");
    private PostgresServer? _postgres;
    private RedisServer? _redis;

    private SiloProfile()
    {
    }

    /// <summary>Settings of a silo, without those that tell it from others.</summary>
    public IReadOnlyList<(string Name, string Value)> Settings { get; private set; } = [];

    /// <summary>Starts its servers, and makes their tables.</summary>
    /// <param name="name"><c>alone</c>, <c>alone-postgres</c>, <c>postgres</c>, <c>redis</c>.</param>
    public static async Task<SiloProfile> StartAsync(string name)
    {
        var profile = new SiloProfile();
        profile.Settings = name switch
        {
            "alone" => [("Storage__Path", profile._folder.FullName)],
            "alone-postgres" => await profile.PostgresAsync(),
            "postgres" => [.. await profile.PostgresAsync(), ("Clustering__Provider", "Postgres")],
            "redis" => [.. await profile.PostgresAsync(), .. await profile.RedisAsync()],
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, "There is no such profile."),
        };
        await Migrations.RunAsync(profile.Configuration(), CancellationToken.None);
        return profile;
    }

    /// <summary>What a silo of its own port is told.</summary>
    public (string Name, string Value)[] Silo(int port) =>
        [.. Settings, ("Silo__Address", "127.0.0.1"), ("Silo__Port", port.ToString(CultureInfo.InvariantCulture))];

    /// <summary>The same, as the product reads it.</summary>
    public IConfiguration Configuration() => new ConfigurationBuilder()
        .AddInMemoryCollection(Silo(RedisServer.FreePort()).Select(setting => KeyValuePair.Create(setting.Name.Replace("__", ":"), (string?)setting.Value)))
        .Build();

    public void Dispose()
    {
        _redis?.Dispose();
        _postgres?.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task<(string Name, string Value)[]> PostgresAsync()
    {
        _postgres = new();
        await _postgres.InitializeAsync();
        return [("Storage__Provider", "Postgres"), ("Storage__ConnectionString", await _postgres.NewDatabaseAsync(isEmpty: true))];
    }

    private async Task<(string Name, string Value)[]> RedisAsync()
    {
        _redis = await RedisServer.StartAsync();
        return [("Clustering__Provider", "Redis"), ("Clustering__ConnectionString", _redis.ConnectionString)];
    }
}
