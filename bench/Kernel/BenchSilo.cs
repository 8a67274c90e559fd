using System.Collections.Immutable;
using LmsActors.Chat;
using LmsActors.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LmsActors.Bench;

/// <summary>A silo in this process: by default alone, with the embedded storage in a folder of its own.</summary>
internal sealed class BenchSilo : IAsyncDisposable
{
    public const string Tenant = "default";

    private readonly IHost _host;
    private readonly TemporaryFolder? _folder;

    private BenchSilo(IHost host, TemporaryFolder? folder)
    {
        _host = host;
        _folder = folder;
        Address = host.Services.GetRequiredService<ILocalSiloDetails>().SiloAddress;
        Grains = host.Services.GetRequiredService<IGrainFactory>();
        Rooms = host.Services.GetRequiredService<IRoomPoster>();
    }

    public SiloAddress Address { get; }

    public IGrainFactory Grains { get; }

    /// <summary>Posts as the API does.</summary>
    public IRoomPoster Rooms { get; }

    public static Task<BenchSilo> StartAsync()
    {
        var folder = Repository.NewFolder();
        return StartAsync([new("Storage:Path", folder.Path)], folder);
    }

    /// <summary>With settings as a configuration has them.</summary>
    /// <param name="settings">Names, with colons, and values.</param>
    /// <param name="folder">What to remove in the end.</param>
    public static async Task<BenchSilo> StartAsync(IEnumerable<KeyValuePair<string, string?>> settings, TemporaryFolder? folder = null)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Logging.ClearProviders();
        builder.UseOrleans(silo => silo.UseLmsActors(builder.Configuration));
        var host = builder.Build();
        await host.StartAsync();
        return new(host, folder);
    }

    public static Viewer Viewer(string learnerId) => new(Tenant, learnerId, "Learner " + learnerId, "employees", false, ImmutableHashSet<string>.Empty);

    public T Grain<T>(string id)
        where T : class, IGrainWithStringKey => Grains.Actor<T>(new ActorKey(Tenant, id));

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        _folder?.Dispose();
    }
}
