using Microsoft.Extensions.Configuration;

namespace LmsActors.Hosting;

/// <summary>What a silo of a cluster is told, and what it refuses to be told.</summary>
public sealed class ClusterSettingsTests
{
    [Fact]
    public void Read_Nothing_IsAloneAndHoldsActors()
    {
        var settings = Read();

        Assert.Equal(ClusteringProvider.None, settings.Provider);
        Assert.Equal((11111, 11111), (settings.Port, settings.ListenPort));
        Assert.True(settings.HoldsActors);
    }

    [Fact]
    public void Read_PortMapping_ListensElsewhereThanOthersConnectTo()
    {
        var settings = Read(("Silo:Port", "31111"), ("Silo:ListenPort", "11112"));

        Assert.Equal((31111, 11112), (settings.Port, settings.ListenPort));
    }

    [Fact]
    public void Read_PostgresForBoth_NeedsOneConnectionString()
    {
        var settings = Read(("Clustering:Provider", "postgres"), ("Storage:Provider", "Postgres"), ("Storage:ConnectionString", "Host=db"));

        Assert.Equal("Host=db", settings.ConnectionString);
    }

    [Fact]
    public void Read_OwnConnectionString_HasPrecedence()
    {
        var settings = Read(
            ("Clustering:Provider", "Postgres"), ("Clustering:ConnectionString", "Host=members"),
            ("Storage:Provider", "Postgres"), ("Storage:ConnectionString", "Host=logs"));

        Assert.Equal("Host=members", settings.ConnectionString);
    }

    [Theory]
    [InlineData("Clustering:Provider", "Zookeeper", "None, Postgres, Redis")]
    [InlineData("Clustering:Provider", "1", "None, Postgres, Redis")]
    [InlineData("Clustering:Provider", "Redis", "Storage__Provider must be Postgres or AzureBlob")]
    [InlineData("Silo:Port", "0", "1 to 65535")]
    [InlineData("Silo:Port", "x", "1 to 65535")]
    [InlineData("Silo:ListenPort", "-1", "1 to 65535")]
    [InlineData("Silo:HoldsActors", "perhaps", "true, false")]
    [InlineData("Clustering:Host", "Nomad", "None, Kubernetes")]
    [InlineData("Clustering:Host", "Kubernetes", "Allowed: Postgres, Redis")]
    public void Read_WrongValue_IsRefusedWithWhatIsAllowed(string key, string value, string allowed)
    {
        var refused = Assert.Throws<ConfigurationException>(() => Read((key, value)));

        Assert.Contains(allowed, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Redis", "Postgres")]
    [InlineData("Postgres", "AzureBlob")]
    public void Read_NoConnectionString_IsRefused(string clustering, string storage)
    {
        var refused = Assert.Throws<ConfigurationException>(() => Read(
            ("Clustering:Provider", clustering), ("Storage:Provider", storage), ("Storage:ConnectionString", "Host=db")));

        Assert.Contains("Clustering__ConnectionString", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Postgres", "geheim")]
    [InlineData("Redis", "localhost,geheim=1")]
    public void Read_NonsenseForAConnectionString_IsRefusedAndNotRepeated(string clustering, string nonsense)
    {
        var refused = Assert.Throws<ConfigurationException>(() => Read(
            ("Clustering:Provider", clustering), ("Clustering:ConnectionString", nonsense), ("Storage:Provider", "Postgres")));

        Assert.Contains("is no connection string of", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("geheim", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_KubernetesInAPod_IsTold()
    {
        var settings = Read([.. Pod, ("POD_IP", "10.1.2.3")]);

        Assert.Equal(ClusterHost.Kubernetes, settings.Host);
        Assert.Equal("10.1.2.3", settings.Address);
    }

    [Fact]
    public void Read_KubernetesWhereThereIsNone_SaysWhatIsMissing()
    {
        var refused = Assert.Throws<ConfigurationException>(() => Read(Pod));

        Assert.Contains("POD_IP is not set", refused.Message, StringComparison.Ordinal);
    }

    private static readonly (string Key, string Value)[] Pod =
    [
        ("Clustering:Host", "Kubernetes"), ("Clustering:Provider", "Postgres"), ("Storage:Provider", "Postgres"), ("Storage:ConnectionString", "Host=db"),
        ("KUBERNETES_SERVICE_HOST", "10.0.0.1"), ("POD_NAMESPACE", "lmsactors"), ("POD_NAME", "lmsactors-silo-1"),
    ];

    private static ClusterSettings Read(params (string Key, string Value)[] values) => ClusterSettings.Read(new ConfigurationBuilder()
        .AddInMemoryCollection(values.Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value)))
        .Build());
}
