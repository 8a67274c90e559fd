using Azure;
using Microsoft.Extensions.Logging;

namespace LmsActors.Storage.AzureBlob;

/// <summary>
/// Every request goes through here: it ends in bounded time, and what is wrong with the storage leaves as
/// <see cref="StorageUnavailableException"/>, with the server's code and never with headers or keys.
/// </summary>
internal sealed partial class BlobCalls(AzureBlobStorageOptions options, StorageMetrics metrics, ILogger logger)
{
    /// <summary>
    /// Answers of the server that callers understand must be turned into values within <paramref name="call"/>; the rest is an outage.
    /// </summary>
    public async Task<T> RunAsync<T>(string what, Func<CancellationToken, Task<T>> call, CancellationToken cancellation = default)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(options.RequestTimeout);
        try
        {
            return await call(deadline.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception failure) when (ReasonOf(failure) is { } reason)
        {
            metrics.Failed();
            LogFailure(what, options.Container, reason);
            throw new StorageUnavailableException($"The container '{options.Container}' of Azure Storage cannot be used now ({what}): {reason}.");
        }
    }

    /// <summary>Null for what is no failure of the storage.</summary>
    private static string? ReasonOf(Exception failure) => failure switch
    {
        RequestFailedException { ErrorCode: { } code } answer => $"{code} ({answer.Status})",
        RequestFailedException { Status: > 0 } answer => $"it answered {answer.Status}",
        RequestFailedException or IOException or HttpRequestException => "it cannot be reached",
        OperationCanceledException or TimeoutException => "it does not answer in time",
        AggregateException several => ReasonOf(several.InnerExceptions[^1]),
        _ => null,
    };

    [LoggerMessage(LogLevel.Error, "Request to {Container} failed ({What}): {Reason}")]
    private partial void LogFailure(string what, string container, string reason);
}
