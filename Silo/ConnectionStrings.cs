using Azure.Storage.Blobs;
using Npgsql;
using StackExchange.Redis;

namespace LmsActors.Hosting;

/// <summary>Looks at connection strings before anything connects by them. They hold secrets: no message repeats one.</summary>
internal static class ConnectionStrings
{
    public static string Postgres(string setting, string value) =>
        Readable(setting, value, text => _ = new NpgsqlConnectionStringBuilder(text), "PostgreSQL", "Host=…;Username=…;Password=…;Database=…");

    public static string Redis(string setting, string value) =>
        Readable(setting, value, text => _ = ConfigurationOptions.Parse(text), "Redis", "host:6379,password=…");

    public static string AzureBlob(string setting, string value) =>
        Readable(setting, value, text => _ = new BlobServiceClient(text), "Azure Storage", "DefaultEndpointsProtocol=https;AccountName=…;AccountKey=…");

    /// <exception cref="ConfigurationException">It cannot be read.</exception>
    private static string Readable(string setting, string value, Action<string> read, string kind, string example)
    {
        try
        {
            read(value);
            return value;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or InvalidOperationException or KeyNotFoundException)
        {
            throw new ConfigurationException($"{setting} is no connection string of {kind}. One looks like {example}");
        }
    }
}
