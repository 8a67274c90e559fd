using LmsActors.Hosting;

namespace LmsActors.Live;

/// <summary>Where a stream stands: with a snapshot, or with the events that were missed.</summary>
/// <param name="Position">To be given as <c>after</c> the next time.</param>
/// <param name="Snapshot">Replaces what the client had; absent when it goes on from its position.</param>
internal sealed record StreamStartResponse(string Stream, string Position, object? Snapshot, IReadOnlyList<StreamEventResponse> Events);

/// <summary>One event; what its data are its type says (see docs/live.md).</summary>
internal sealed record StreamEventResponse(long Sequence, DateTimeOffset At, string Type, object Data);

/// <summary>Streams over plain HTTP: a page of events to poll with, or an event stream (WHATWG HTML, section 9.2).</summary>
internal static class StreamEndpoints
{
    private const string EventStream = "text/event-stream";
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);

    public static void MapStreams(this RouteGroupBuilder api)
    {
        var streams = api.MapGroup("/streams").WithTags("Live");
        streams.MapGet("/{kind}/{id}/events", EventsAsync).WithSummary("A stream's snapshot or missed events, or an event stream")
            .Produces<StreamStartResponse>();
        streams.MapGet("/{stream}/events", NamedEventsAsync).ExcludeFromDescription();
    }

    private static Task<IResult> NamedEventsAsync(
        string stream, string? after, Caller caller, HttpContext http, LiveRelay relay, StreamCatalog catalog, Drain drain) =>
        AnswerAsync(Uri.UnescapeDataString(stream), after, caller, http, relay, catalog, drain);

    private static Task<IResult> EventsAsync(
        string kind, string id, string? after, Caller caller, HttpContext http, LiveRelay relay, StreamCatalog catalog, Drain drain) =>
        AnswerAsync($"{kind}/{id}", after, caller, http, relay, catalog, drain);

    private static async Task<IResult> AnswerAsync(
        string stream, string? after, Caller caller, HttpContext http, LiveRelay relay, StreamCatalog catalog, Drain drain)
    {
        if (catalog.Find(caller.Viewer, stream) is not { } found)
        {
            return StreamCatalog.Unknown.ToHttp();
        }

        var isEventStream = http.Request.Headers.Accept.ToString().Contains(EventStream, StringComparison.OrdinalIgnoreCase);
        var position = StreamPosition.TryParse(isEventStream ? http.Request.Headers["Last-Event-ID"].FirstOrDefault() ?? after : after);
        if (isEventStream)
        {
            var watcher = new EventStreamWatcher(caller.Viewer);
            var start = await relay.WatchAsync(watcher, found.Name, found.Address, position);
            return start.Refusal is { } no ? no.ToHttp() : new EventStreamResult(found.Name, start.Value!, watcher, relay, drain);
        }

        var read = await relay.ReadAsync(caller.Viewer, found.Name, found.Address, position);
        return read.Refusal is { } refusal
            ? refusal.ToHttp()
            : TypedResults.Bytes(LiveFrames.Start(found.Name, read.Value!).Utf8, "application/json");
    }

    /// <summary>Writes what was missed, then live frames, until the client goes or falls behind, or this process is about to stop.</summary>
    private sealed class EventStreamResult(string name, StreamStart start, EventStreamWatcher watcher, LiveRelay relay, Drain drain) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            response.ContentType = EventStream;
            response.Headers.CacheControl = "no-store";
            await using var leaving = drain.Leaving.Register(watcher.End);
            try
            {
                var first = new LiveFrame("start", LiveFrames.Start(name, start));
                await WriteAsync(response, first, start.Position.ToString(), httpContext.RequestAborted);
                await FollowAsync(response, httpContext.RequestAborted);
            }
            catch (OperationCanceledException)
            {
                // The client went away.
            }
            finally
            {
                relay.Leave(watcher, name);
            }
        }

        private async Task FollowAsync(HttpResponse response, CancellationToken aborted)
        {
            while (true)
            {
                using var pause = CancellationTokenSource.CreateLinkedTokenSource(aborted);
                pause.CancelAfter(KeepAlive);
                try
                {
                    if (!await watcher.Frames.WaitToReadAsync(pause.Token))
                    {
                        return;
                    }
                }
                catch (OperationCanceledException) when (!aborted.IsCancellationRequested)
                {
                    await response.WriteAsync(": here\n\n", aborted);
                    await response.Body.FlushAsync(aborted);
                    continue;
                }

                while (watcher.Frames.TryRead(out var frame))
                {
                    await WriteAsync(response, frame, frame.Position, aborted);
                }
            }
        }

        private static async Task WriteAsync(HttpResponse response, LiveFrame frame, string? id, CancellationToken aborted)
        {
            await response.WriteAsync(id is null ? $"event: {frame.Method}\ndata: " : $"event: {frame.Method}\nid: {id}\ndata: ", aborted);
            await response.Body.WriteAsync(frame.Body.Utf8, aborted);
            await response.WriteAsync("\n\n", aborted);
            await response.Body.FlushAsync(aborted);
        }
    }
}
