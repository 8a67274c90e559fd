using System.Diagnostics;

namespace LmsActors.Bench;

/// <summary>Posts into the room for some seconds, in one of two ways, and waits until all has arrived.</summary>
internal sealed class Load(Publisher publisher, Deliveries deliveries)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>As many messages per second as <paramref name="rate"/> says, whatever the server makes of them.</summary>
    public async Task<LoadResult> AtRateAsync(double rate, TimeSpan time)
    {
        var (before, completed, begun) = Begin();
        var messages = (int)(rate * time.TotalSeconds);
        for (var i = 0; i < messages; i++)
        {
            var due = TimeSpan.FromSeconds(i / rate) - Stopwatch.GetElapsedTime(begun);
            if (due > TimeSpan.FromMilliseconds(1))
            {
                await Task.Delay(due);
            }

            await PostAsync();
        }

        return await EndAsync(before, completed, messages, begun);
    }

    /// <summary>As many as the server takes: a message more whenever one of the <paramref name="window"/> that are under way has reached everybody.</summary>
    public async Task<LoadResult> InWindowAsync(int window, TimeSpan time)
    {
        var (before, completed, begun) = Begin();
        using var free = new SemaphoreSlim(window);
        void Release() => free.Release();
        deliveries.Completed += Release;
        var messages = 0;
        var posts = new List<Task>();
        while (Stopwatch.GetElapsedTime(begun) < time && await free.WaitAsync(Patience))
        {
            messages++;
            posts.RemoveAll(post => post.IsCompletedSuccessfully);
            posts.Add(PostAsync());
        }

        await Task.WhenAll(posts);
        var result = await EndAsync(before, completed, messages, begun);
        deliveries.Completed -= Release;
        return result;
    }

    private async Task PostAsync()
    {
        deliveries.Posting();
        await publisher.PostAsync();
        deliveries.Posted();
    }

    private (long Before, long Completed, long Begun) Begin()
    {
        deliveries.TakeMilliseconds();
        return (deliveries.Count, deliveries.CompletedCount, Stopwatch.GetTimestamp());
    }

    private async Task<LoadResult> EndAsync(long before, long completed, int messages, long begun)
    {
        var posted = Stopwatch.GetTimestamp();
        while (deliveries.CompletedCount < completed + messages)
        {
            if (Stopwatch.GetElapsedTime(posted) > Patience)
            {
                throw new InvalidOperationException(
                    $"Of {messages} messages {deliveries.CompletedCount - completed} reached everybody ({deliveries.Count - before} deliveries).");
            }

            await Task.Delay(1);
        }

        var milliseconds = deliveries.TakeMilliseconds();
        return new(
            deliveries.Count - before,
            messages,
            Stopwatch.GetElapsedTime(begun).TotalSeconds,
            Timing.Percentile(milliseconds, 0.5),
            Timing.Percentile(milliseconds, 0.99));
    }
}

/// <summary>What came of a load.</summary>
/// <param name="P50">Milliseconds from posting to the last delivery, of half of the messages at most.</param>
/// <param name="P99">The same of all but one in a hundred.</param>
internal readonly record struct LoadResult(long Deliveries, int Messages, double Seconds, double P50, double P99);
