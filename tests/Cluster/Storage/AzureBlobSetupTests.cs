using LmsActors.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace LmsActors.Storage;

/// <summary>How Azure Storage is asked for by configuration.</summary>
[Collection(nameof(AzuriteServer))]
public sealed class AzureBlobSetupTests(AzuriteServer server)
{
    [Fact]
    public async Task Start_OnAContainerThatWasMade_Succeeds()
    {
        var container = $"test-{Guid.CreateVersion7():N}";
        await AzureBlobSchema.MigrateAsync(server.ConnectionString, container, CancellationToken.None);
        await AzureBlobSchema.MigrateAsync(server.ConnectionString, container, CancellationToken.None); // changes nothing

        using var host = Host("azureBlob", server.ConnectionString, container);
        await host.StartAsync();
        await host.StopAsync();
    }

    [Fact]
    public async Task Start_WithoutTheContainer_SaysHowToMakeIt()
    {
        using var host = Host("AzureBlob", server.ConnectionString, "missing");

        var refusal = await Assert.ThrowsAsync<ConfigurationException>(() => host.StartAsync());

        Assert.Contains("'missing'", refusal.Message);
        Assert.Contains("'migrate'", refusal.Message);
    }

    [Fact]
    public void Start_WithoutAConnectionString_SaysWhatIsMissing() => Assert.Contains(
        "Storage__ConnectionString", Assert.Throws<ConfigurationException>(() => Host("AzureBlob", connection: null, container: null)).Message);

    [Fact]
    public void Start_WithAProviderThatThereIsNot_SaysWhichThereAre()
    {
        var refusal = Assert.Throws<ConfigurationException>(() => Host("Floppy", connection: null, container: null));

        Assert.Contains("'Floppy'", refusal.Message);
        Assert.Contains("Sqlite", refusal.Message);
        Assert.Contains("AzureBlob", refusal.Message);
    }

    private static IHost Host(string provider, string? connection, string? container)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new());
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Storage:Provider"] = provider,
            ["Storage:ConnectionString"] = connection,
            ["Storage:Container"] = container,
        });
        builder.UseOrleans(silo => silo.UseLmsActors(builder.Configuration));
        return builder.Build();
    }
}
