using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR.Client;

namespace LmsActors.Live;

/// <summary>A client of the hub, written from docs/live.md alone.</summary>
internal sealed class LiveClient : IAsyncDisposable
{
    private readonly ConcurrentQueue<(string Method, JsonElement Body)> _calls = new();
    private readonly SemaphoreSlim _arrived = new(0);
    private readonly TaskCompletionSource<Exception?> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private LiveClient(HubConnection connection)
    {
        Connection = connection;
        foreach (var method in new[] { "events", "tick", "resync", "revoked" })
        {
            connection.On<JsonElement>(method, body =>
            {
                _calls.Enqueue((method, body));
                _arrived.Release();
            });
        }

        connection.Closed += reason =>
        {
            _closed.TrySetResult(reason);
            return Task.CompletedTask;
        };
    }

    public HubConnection Connection { get; }

    /// <summary>The calls of the server that came and were not asked for yet, by their names.</summary>
    public IEnumerable<string> Waiting => _calls.Select(call => call.Method);

    /// <summary>Ends when the server, or the network, has closed the connection.</summary>
    public Task Closed => _closed.Task;

    public static async Task<LiveClient> ConnectAsync(string url, string token, string? origin = null)
    {
        var connection = new HubConnectionBuilder()
            .WithUrl($"{url}/live", options =>
            {
                options.AccessTokenProvider = () => Task.FromResult<string?>(token);
                if (origin is not null)
                {
                    options.Headers["Origin"] = origin;
                }
            })
            .Build();
        var client = new LiveClient(connection);
        await connection.StartAsync();
        return client;
    }

    public Task<JsonElement> SubscribeAsync(string stream, string? after = null) =>
        Connection.InvokeAsync<JsonElement>("Subscribe", stream, after);

    /// <summary>The next call of the server with this name; others before it are passed over.</summary>
    public async Task<JsonElement> NextAsync(string method)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            await _arrived.WaitAsync(limit.Token);
            if (_calls.TryDequeue(out var call) && call.Method == method)
            {
                return call.Body;
            }
        }
    }

    public ValueTask DisposeAsync() => Connection.DisposeAsync();
}
