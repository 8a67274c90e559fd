using LmsActors.Tenants;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace LmsActors.Import;

/// <summary>Loads the sample that comes with the program before the server listens, and says where to look. Loading it again changes nothing.</summary>
internal sealed class SampleLoader(IGrainFactory grains, TimeProvider time, IServer server, IHostApplicationLifetime lifetime) : IHostedService
{
    public const string Room = "FreeCodeCamp/dotnet";

    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Samples", "gitter");

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await grains.Tenant(Tenancy.Default).CreateAsync(Tenancy.FirstName);
        var target = new GrainImportTarget(grains, time, Tenancy.Default);
        var counts = await new GitterImport(target, new Quiet(), time).RunAsync(Folder, cancellationToken);
        lifetime.ApplicationStarted.Register(() => Tell(counts));
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Tell(GitterImportCounts counts)
    {
        var address = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? HostingSetup.DefaultUrl;
        var groupId = ImportIds.Group(Tenancy.Default, GitterPeople.Room(Room));
        Console.WriteLine($"The sample is there: the Gitter room {Room}, {counts.Messages:N0} messages of {counts.Authors} learners of .NET (ODbL 1.0, see Samples/gitter/SOURCE.md).");
        Console.WriteLine($"  Look at it:  {address}/groups/{groupId}");
        Console.WriteLine($"  Sign in:     {address}/register makes an account in a moment, as many as you like; a private window is a second person.");
    }

    private sealed class Quiet : IImportProgress
    {
        public void Advance(long count)
        {
        }

        public void Say(string what)
        {
        }

        public void Report(DirtyRow row)
        {
        }
    }
}
