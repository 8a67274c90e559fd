using LmsActors.Hosting;
using LmsActors.Tenants;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace LmsActors.Accounts;

/// <summary>
/// The first start: the tenant <c>default</c>, and its administrator, by configuration (<c>Bootstrap:AdminPassword</c>,
/// <c>Bootstrap:ApiKey</c>) or by a link that is printed. At later starts nothing changes but the API key, if it was changed.
/// </summary>
internal sealed class Bootstrap(IGrainFactory grains, IServiceScopeFactory scopes, IConfiguration configuration, IServer server, IHostApplicationLifetime lifetime)
    : IHostedService
{
    private const int Attempts = 40;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var tenant = grains.Tenant(Tenancy.Default);
        Demand(await tenant.CreateAsync(Tenancy.FirstName), "the tenant");
        if (configuration["Bootstrap:ApiKey"] is { Length: > 0 } key)
        {
            var command = new AddApiKey(Operation.None, ApiKeys.BootstrapId, "Set by the configuration", ApiKeys.Hash(key));
            Demand(await tenant.AddKeyAsync(command), "Bootstrap:ApiKey");
        }

        await using var scope = scopes.CreateAsyncScope();
        await SetUpAdminAsync(scope.ServiceProvider.GetRequiredService<SetupService>(), cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task SetUpAdminAsync(SetupService setup, CancellationToken cancellation)
    {
        for (var attempt = 1; await setup.NewTokenAsync(Tenancy.Default) is { } token; attempt++)
        {
            if (configuration["Bootstrap:AdminPassword"] is not { Length: > 0 } password)
            {
                lifetime.ApplicationStarted.Register(() => PrintLink(token));
                return;
            }

            var made = await setup.CreateAdminAsync(token, new(SetupService.AdminName, password, "Administrator"));
            if (made.IsOk)
            {
                return;
            }

            // Another API silo may be doing the same at this moment: then it will soon be done.
            if (attempt == Attempts)
            {
                Demand(made, "Bootstrap:AdminPassword");
            }

            await Task.Delay(Pause, cancellation);
        }
    }

    private static void Demand<T>(Result<T> result, string what)
    {
        if (result.Refusal is { } refusal)
        {
            throw new ConfigurationException($"{what} could not be set up: {refusal.Message} ({refusal.Code})");
        }
    }

    private void PrintLink(string token)
    {
        var address = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? HostingSetup.DefaultUrl;
        Console.WriteLine("This server has no administrator yet. Become it, once, at");
        Console.WriteLine($"  {address}/setup/{token}");
    }
}
