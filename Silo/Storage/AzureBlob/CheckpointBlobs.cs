using System.Buffers;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace LmsActors.Storage.AzureBlob;

/// <summary>The snapshots: blobs that are written once, under a new name each, and count from when a log's metadata name them.</summary>
internal sealed class CheckpointBlobs(BlobContainerClient container, BlobCalls calls)
{
    private const int PartBytes = 4 << 20;

    /// <summary>Uploads in parts, each of which is a request of its own; the blob is there with the last.</summary>
    public async Task UploadAsync(string journal, string generation, ReadOnlySequence<byte> value)
    {
        var blob = Checkpoint(journal, generation);
        // Not from a pool: a request that was given up may go on reading its bytes.
        var buffer = GC.AllocateUninitializedArray<byte>((int)Math.Min(PartBytes, value.Length));
        if (value.Length <= PartBytes)
        {
            await UploadAsync(blob, Fill(buffer, value)).ConfigureAwait(false);
            return;
        }

        var parts = new List<string>();
        for (var rest = value; rest.Length > 0; rest = rest.Slice(Math.Min(PartBytes, rest.Length)))
        {
            parts.Add(Convert.ToBase64String(BitConverter.GetBytes(parts.Count)));
            await StageAsync(blob, parts[^1], Fill(buffer, rest.Slice(0, Math.Min(PartBytes, rest.Length)))).ConfigureAwait(false);
        }

        await calls.RunAsync("upload a snapshot", token => blob.CommitBlockListAsync(parts, cancellationToken: token)).ConfigureAwait(false);
    }

    /// <summary>Null when there is no such snapshot (any more).</summary>
    public Task<ReadOnlyMemory<byte>?> ReadAsync(string journal, string generation, long offset, int bytes, CancellationToken cancellation) =>
        calls.RunAsync<ReadOnlyMemory<byte>?>(
            "read a snapshot",
            async token =>
            {
                try
                {
                    var options = new BlobDownloadOptions { Range = new HttpRange(offset, bytes) };
                    var found = await Checkpoint(journal, generation).DownloadContentAsync(options, token).ConfigureAwait(false);
                    return found.Value.Content.ToMemory();
                }
                catch (RequestFailedException failure) when (failure.ErrorCode == BlobErrorCode.BlobNotFound)
                {
                    return null;
                }
            },
            cancellation);

    /// <summary>Deletes a snapshot that can never be published (again).</summary>
    public Task DeleteAsync(string journal, string generation, CancellationToken cancellation = default) => calls.RunAsync(
        "delete a snapshot",
        async token =>
        {
            try
            {
                return (await Checkpoint(journal, generation).DeleteAsync(cancellationToken: token).ConfigureAwait(false)).Status;
            }
            catch (RequestFailedException failure) when (failure.ErrorCode == BlobErrorCode.BlobNotFound)
            {
                return failure.Status;
            }
        },
        cancellation);

    private static ArraySegment<byte> Fill(byte[] buffer, in ReadOnlySequence<byte> part)
    {
        part.CopyTo(buffer);
        return new ArraySegment<byte>(buffer, 0, (int)part.Length);
    }

    private static MemoryStream Open(ArraySegment<byte> part) => new(part.Array!, part.Offset, part.Count, writable: false);

    private Task UploadAsync(BlockBlobClient blob, ArraySegment<byte> part) => calls.RunAsync(
        "upload a snapshot", token => blob.UploadAsync(Open(part), cancellationToken: token));

    private Task StageAsync(BlockBlobClient blob, string id, ArraySegment<byte> part) => calls.RunAsync(
        "upload a snapshot", token => blob.StageBlockAsync(id, Open(part), cancellationToken: token));

    private BlockBlobClient Checkpoint(string journal, string generation) =>
        container.GetBlockBlobClient(BlobNames.Checkpoint(journal, generation));
}
