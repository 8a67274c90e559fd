using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace LmsActors.Storage.AzureBlob;

/// <summary>One page of a listing, in the order of the blobs' names.</summary>
/// <param name="At">The server's time.</param>
/// <param name="Next">Where the next page begins; null at the end.</param>
internal sealed record ListedPage(IReadOnlyList<BlobItem> Blobs, DateTimeOffset At, string? Next);

/// <summary>Lists the container, page by page.</summary>
internal sealed class BlobListing(BlobContainerClient container, BlobCalls calls)
{
    private const int PageSize = 1000;

    public Task<ListedPage> PageAsync(string prefix, bool withMetadata, string? from, CancellationToken cancellation) => calls.RunAsync(
        "list journals",
        async token =>
        {
            var traits = withMetadata ? BlobTraits.Metadata : BlobTraits.None;
            await using var pages = container.GetBlobsAsync(traits, BlobStates.None, prefix, token).AsPages(from, PageSize).GetAsyncEnumerator(token);
            if (!await pages.MoveNextAsync().ConfigureAwait(false))
                return new ListedPage([], default, null);
            var page = pages.Current;
            var next = string.IsNullOrEmpty(page.ContinuationToken) ? null : page.ContinuationToken;
            return new ListedPage(page.Values, page.GetRawResponse().Headers.Date ?? default, next);
        },
        cancellation);
}
