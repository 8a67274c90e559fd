using System.Buffers;
using System.Text;
using Orleans.Journaling;

namespace LmsActors.Storage;

/// <summary>Collects what a reading supplies, and checks the protocol of the reading as it goes.</summary>
internal sealed class JournalBytes : IJournalStorageConsumer
{
    private readonly MemoryStream _bytes = new();

    public bool IsComplete { get; private set; }

    public IJournalMetadata? Metadata { get; private set; }

    public byte[] ToArray() => _bytes.ToArray();

    public override string ToString() => Encoding.UTF8.GetString(ToArray());

    public void Read(JournalBufferReader buffer, IJournalMetadata? metadata)
    {
        Assert.False(IsComplete, "The reading went on after its end.");
        if (Metadata is not null)
            Assert.Equal(Metadata.FormatKey, metadata?.FormatKey);
        Metadata = metadata;
        IsComplete = buffer.IsCompleted;
        var bytes = buffer.ToArray();
        buffer.Skip(bytes.Length);
        _bytes.Write(bytes);
    }
}

internal static class JournalStorageExtensions
{
    public static async Task<JournalBytes> ReadAllAsync(this IJournalStorage storage)
    {
        var bytes = new JournalBytes();
        await storage.ReadAsync(bytes, CancellationToken.None);
        Assert.True(bytes.IsComplete, "The reading did not say that it was at its end.");
        return bytes;
    }

    public static async Task<string> ReadTextAsync(this IJournalStorage storage) => (await storage.ReadAllAsync()).ToString();

    public static Task AppendAsync(this IJournalStorage storage, string text) =>
        storage.AppendAsync(Bytes(text), CancellationToken.None).AsTask();

    public static Task ReplaceAsync(this IJournalStorage storage, string text) =>
        storage.ReplaceAsync(Bytes(text), CancellationToken.None).AsTask();

    public static Task DeleteAsync(this IJournalStorage storage) => storage.DeleteAsync(CancellationToken.None).AsTask();

    /// <summary>A new owner, who has read the journal.</summary>
    public static async Task<IJournalStorage> OwnAsync(this IJournalStorageProvider provider, string name)
    {
        var storage = provider.CreateStorage(new JournalId(name));
        await storage.ReadAllAsync();
        return storage;
    }

    /// <summary>What a new reader finds.</summary>
    public static Task<string> ReadTextAsync(this IJournalStorageProvider provider, string name) =>
        provider.CreateStorage(new JournalId(name)).ReadTextAsync();

    private static ReadOnlySequence<byte> Bytes(string text) => new(Encoding.UTF8.GetBytes(text));
}
