using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace LmsActors.Storage.AzureBlob;

/// <summary>Bytes of a log, and where it stood when they were read.</summary>
internal readonly record struct LogPart(LogHead Head, ReadOnlyMemory<byte> Bytes);

/// <summary>
/// The log blobs. Each operation is one request, and each write has a condition: its answer is null (or false) when the blob was not as expected.
/// Since the client repeats requests whose answer was lost, that may also mean that the write went through: the writer looks.
/// </summary>
internal sealed class LogBlobs(BlobContainerClient container, BlobCalls calls)
{
    public Task<LogHead?> FindAsync(string journal, CancellationToken cancellation = default) => calls.RunAsync<LogHead?>(
        "find a journal",
        async token =>
        {
            try
            {
                var found = (await Log(journal).GetPropertiesAsync(cancellationToken: token).ConfigureAwait(false)).Value;
                return new LogHead(found.ETag, found.ContentLength, LogMetadata.Of(journal, found.Metadata));
            }
            catch (RequestFailedException failure) when (IsMissing(failure))
            {
                return null;
            }
        },
        cancellation);

    /// <summary>Begins the log anew, empty and with these metadata, in one step: where there is none, or where it stands there.</summary>
    public Task<LogHead?> BeginAsync(string journal, LogMetadata metadata, LogHead? expected)
    {
        var options = new AppendBlobCreateOptions
        {
            Metadata = metadata.ToHeaders(),
            Conditions = expected is null ? new() { IfNoneMatch = ETag.All } : new() { IfMatch = expected.ETag },
        };
        return calls.RunAsync<LogHead?>("begin a log", async token =>
        {
            try
            {
                var made = (await Log(journal).CreateAsync(options, token).ConfigureAwait(false)).Value;
                return new LogHead(made.ETag, 0, metadata);
            }
            catch (RequestFailedException failure) when (IsConflict(failure))
            {
                return null;
            }
        });
    }

    public Task<LogHead?> AppendAsync(string journal, byte[] block, int length, LogHead expected)
    {
        var options = new AppendBlobAppendBlockOptions
        {
            Conditions = new() { IfMatch = expected.ETag, IfAppendPositionEqual = expected.Length },
        };
        return calls.RunAsync<LogHead?>("append to a log", async token =>
        {
            try
            {
                using var content = new MemoryStream(block, 0, length, writable: false);
                var done = (await Log(journal).AppendBlockAsync(content, options, token).ConfigureAwait(false)).Value;
                return expected with { ETag = done.ETag, Length = expected.Length + length };
            }
            catch (RequestFailedException failure) when (IsConflict(failure))
            {
                return null;
            }
        });
    }

    public Task<LogHead?> SetMetadataAsync(string journal, LogMetadata metadata, LogHead expected, CancellationToken cancellation)
    {
        var headers = metadata.ToHeaders();
        return calls.RunAsync<LogHead?>(
            "set metadata",
            async token =>
            {
                try
                {
                    var done = (await Log(journal).SetMetadataAsync(headers, new() { IfMatch = expected.ETag }, token).ConfigureAwait(false)).Value;
                    return expected with { ETag = done.ETag, Metadata = metadata };
                }
                catch (RequestFailedException failure) when (IsConflict(failure))
                {
                    return null;
                }
            },
            cancellation);
    }

    public Task<bool> DeleteAsync(string journal, LogHead expected) => calls.RunAsync("delete a log", async token =>
    {
        try
        {
            await Log(journal).DeleteAsync(conditions: new() { IfMatch = expected.ETag }, cancellationToken: token).ConfigureAwait(false);
            return true;
        }
        catch (RequestFailedException failure) when (IsConflict(failure))
        {
            return false;
        }
    });

    /// <summary>Up to so many bytes of the log from there on; null when there is no such journal.</summary>
    public async Task<LogPart?> ReadAsync(string journal, long offset, int bytes, CancellationToken cancellation)
    {
        var part = await calls.RunAsync<LogPart?>(
            "read a log", token => DownloadAsync(journal, new HttpRange(offset, bytes), token), cancellation).ConfigureAwait(false);
        if (part is null or { Bytes.IsEmpty: false })
            return part;
        // Beyond the end, which is all there is of an empty log; that answer does not say where the log stands.
        return await FindAsync(journal, cancellation).ConfigureAwait(false) is not { } head ? null
            : head.Length > offset ? await ReadAsync(journal, offset, bytes, cancellation).ConfigureAwait(false)
            : new LogPart(head, default);
    }

    /// <summary>Nothing at all, without where the log stands, beyond its end.</summary>
    private async Task<LogPart?> DownloadAsync(string journal, HttpRange range, CancellationToken cancellation)
    {
        try
        {
            var options = new BlobDownloadOptions { Range = range };
            var found = (await Log(journal).DownloadContentAsync(options, cancellation).ConfigureAwait(false)).Value;
            // "bytes 0-99/1000"
            var length = found.Details.ContentRange is { } whole ? long.Parse(whole.AsSpan(whole.IndexOf('/') + 1)) : found.Details.ContentLength;
            return new LogPart(new LogHead(found.Details.ETag, length, LogMetadata.Of(journal, found.Details.Metadata)), found.Content.ToMemory());
        }
        catch (RequestFailedException failure) when (IsMissing(failure))
        {
            return null;
        }
        catch (RequestFailedException failure) when (failure.ErrorCode == BlobErrorCode.InvalidRange)
        {
            return default(LogPart);
        }
    }

    private static bool IsMissing(RequestFailedException failure) => failure.ErrorCode == BlobErrorCode.BlobNotFound;

    private static bool IsConflict(RequestFailedException failure) => IsMissing(failure)
        || failure.ErrorCode == BlobErrorCode.ConditionNotMet
        || failure.ErrorCode == BlobErrorCode.AppendPositionConditionNotMet
        || failure.ErrorCode == BlobErrorCode.BlobAlreadyExists;

    private AppendBlobClient Log(string journal) => container.GetAppendBlobClient(BlobNames.Log(journal));
}
