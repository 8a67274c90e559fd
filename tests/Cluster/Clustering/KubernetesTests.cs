using Npgsql;

namespace LmsActors.Hosting;

/// <summary>Silos in pods learn from Kubernetes which of them are gone.</summary>
public sealed class KubernetesTests
{
    private const int Active = 3, Dead = 6;

    /// <summary>The silo whose pod was deleted still answers, so it is Kubernetes from which the other knows.</summary>
    [Fact]
    public async Task Silo_ItsPodDeleted_IsKnownAsDeadAtOnce()
    {
        await using var kubernetes = await KubernetesApi.StartAsync("silo-a", "silo-b");
        using var profile = await SiloProfile.StartAsync("postgres");
        using var a = await ChildSilo.StartAsync(Pod("silo-a", profile, kubernetes));
        using var b = await ChildSilo.StartAsync(Pod("silo-b", profile, kubernetes));
        await kubernetes.Watched;
        var connection = profile.Settings.Single(setting => setting.Name == "Storage__ConnectionString").Value;
        Assert.Equal([("127.0.0.1", "silo-a", Active), ("127.0.0.1", "silo-b", Active)], await SilosAsync(connection));

        kubernetes.Delete("silo-b");

        var start = TimeProvider.System.GetTimestamp();
        while ((await SilosAsync(connection)).Single(silo => silo.Name == "silo-b").Status != Dead)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(30), "It is not known as dead.");
            await Task.Yield();
        }

        Assert.Equal(Active, (await SilosAsync(connection)).Single(silo => silo.Name == "silo-a").Status);
    }

    private static (string Name, string Value)[] Pod(string name, SiloProfile profile, KubernetesApi kubernetes) =>
    [
        .. profile.Silo(RedisServer.FreePort()).Where(setting => setting.Name != "Silo__Address"),
        ("Clustering__Host", "Kubernetes"), ("POD_NAME", name), ("POD_NAMESPACE", KubernetesApi.Namespace), ("POD_IP", "127.0.0.1"),
        ("KUBERNETES_SERVICE_HOST", "127.0.0.1"), (ChildSilo.Kubernetes, kubernetes.Url),
    ];

    /// <summary>Address, name and status of the silos, by name, as they stand in the table.</summary>
    private static async Task<List<(string Address, string Name, int Status)>> SilosAsync(string connectionString)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("SELECT Address, SiloName, Status FROM lmsactors.OrleansMembershipTable ORDER BY SiloName", connection);
        await using var rows = await command.ExecuteReaderAsync();
        var silos = new List<(string, string, int)>();
        while (await rows.ReadAsync())
        {
            silos.Add((rows.GetString(0), rows.GetString(1), rows.GetInt32(2)));
        }

        return silos;
    }
}
