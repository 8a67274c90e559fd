using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;

namespace LmsActors.Faults;

/// <summary>One stream, followed as docs/live.md tells: keeps its position, and goes on from it after every loss of the connection.</summary>
internal sealed class LoadSubscriber(LoadApi api, HistoryWriter history, LoadStatistics statistics, string learner, string stream) : IAsyncDisposable
{
    private readonly string _name = $"{learner}@{stream}";
    private readonly Lock _gate = new();
    private readonly List<JsonElement> _held = [];
    private HubConnection? _connection;
    private string? _position;
    private long _lastNumber;
    private (long Epoch, long Sequence) _start;
    private int _asked;
    private bool _isFollowing;
    private bool _isRefused;
    private long? _lostAt;

    /// <summary>Whether the server refused the stream, as it should to those who may not follow it.</summary>
    public bool IsRefused => _isRefused;

    public async ValueTask DisposeAsync()
    {
        if (_connection is { } connection)
        {
            await connection.DisposeAsync();
        }
    }

    /// <summary>Follows the stream through all interruptions until <paramref name="stop"/>.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        var backoff = new Backoff();
        while (!stop.IsCancellationRequested)
        {
            var lost = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await using var connection = Connect(lost);
            try
            {
                await connection.StartAsync(stop);
                await FollowAsync(connection, _position);
                backoff.Reset();
                await lost.Task.WaitAsync(stop);
                _lostAt = Stopwatch.GetTimestamp();
            }
            catch (Exception e) when (e is not JsonException)
            {
                await backoff.WaitAsync();
            }
        }
    }

    /// <summary>Whether all that the server has now has come here.</summary>
    public async Task<bool> IsCaughtUpAsync()
    {
        if (_isRefused)
        {
            return true;
        }

        string? position;
        lock (_gate)
        {
            position = _position;
        }

        // What the stream has after that: nothing, or else what is still on its way, or a snapshot.
        var reply = await api.SendAsync(HttpMethod.Get, $"streams/{stream}/events?after={position}", learner);
        lock (_gate)
        {
            return reply.IsOk && _isFollowing && position == _position
                && !(reply.Body.TryGetProperty("snapshot", out var snapshot) && snapshot.ValueKind == JsonValueKind.Object)
                && reply.Body.GetProperty("events").GetArrayLength() == 0;
        }
    }

    private HubConnection Connect(TaskCompletionSource lost)
    {
        var connection = new HubConnectionBuilder()
            .WithUrl(api.Url + "/live", HttpTransportType.WebSockets, options =>
            {
                options.SkipNegotiation = true;
                options.Headers["X-Api-Key"] = api.Key;
                options.Headers["X-On-Behalf-Of"] = learner;
            })
            .Build();
        connection.Closed += _ =>
        {
            lost.TrySetResult();
            return Task.CompletedTask;
        };
        connection.On<JsonElement>("events", call => OnEvents(connection, call));
        connection.On<JsonElement>("resync", call => FollowAgainAsync(
            connection, call.GetProperty("reason").GetString() == "viewer-changed" ? null : _position).ContinueWith(_ => { }, TaskScheduler.Default));
        return _connection = connection;
    }

    /// <summary>Tries until it is followed, or the connection is lost: then all is taken up again with the next one.</summary>
    private async Task FollowAgainAsync(HubConnection connection, string? after)
    {
        _lostAt ??= Stopwatch.GetTimestamp();
        var backoff = new Backoff();
        while (connection.State == HubConnectionState.Connected)
        {
            try
            {
                await FollowAsync(connection, after);
                return;
            }
            catch (Exception e) when (e is not JsonException)
            {
                await backoff.WaitAsync();
            }
        }
    }

    private async Task FollowAsync(HubConnection connection, string? after)
    {
        int number;
        lock (_gate)
        {
            if (connection != _connection)
            {
                // The stream is followed through another by now, which this must not outdate.
                return;
            }

            number = ++_asked;
            _isFollowing = false;
        }

        try
        {
            OnStarted(connection, await connection.InvokeAsync<JsonElement>("Subscribe", stream, after), number);
        }
        catch (HubException e) when (e.Message.Contains("unknown", StringComparison.Ordinal) || e.Message.Contains("not-", StringComparison.Ordinal))
        {
            _isRefused = true;
            history.Add(at => new Refused(at, _name, learner, stream));
        }
    }

    private void OnStarted(HubConnection connection, JsonElement start, int number)
    {
        lock (_gate)
        {
            if (number != _asked)
            {
                // It was asked for again since: only the last answer counts.
                return;
            }

            var (epoch, sequence) = _start = LiveCalls.Position(start);
            var snapshot = LiveCalls.Snapshot(start);
            var missed = LiveCalls.Events(start);
            if (stream.StartsWith("room/", StringComparison.Ordinal))
            {
                statistics.Start(snapshot is not null);
            }

            history.Add(place => new Started(place, _name, learner, stream, epoch, sequence, snapshot, missed));
            Fold(snapshot ?? [], missed);
            _position = start.GetProperty("position").GetString();
            _isFollowing = true;
            if (_lostAt is { } at)
            {
                statistics.Back(Stopwatch.GetElapsedTime(at));
                _lostAt = null;
            }

            var held = _held.ToList();
            _held.Clear();
            held.ForEach(call => OnEvents(connection, call));
        }
    }

    private void OnEvents(HubConnection connection, JsonElement call)
    {
        lock (_gate)
        {
            if (_isFollowing)
            {
                Take(connection, call);
            }
            else
            {
                _held.Add(call.Clone());
            }
        }
    }

    /// <summary>
    /// Events may come before or after the answer that holds them already (this client handles answers and calls on two paths): those
    /// through its position are passed over. Anything later that comes twice is not, so that the checker sees it.
    /// </summary>
    private void Take(HubConnection connection, JsonElement call)
    {
        var events = LiveCalls.Events(call).Where(seen => seen.Sequence > _start.Sequence).ToList();
        var (epoch, sequence) = LiveCalls.Position(call);
        if (epoch != _start.Epoch || sequence <= _start.Sequence)
        {
            return;
        }

        history.Add(at => new Received(at, _name, stream, epoch, events));
        Fold([], events);
        _position = call.GetProperty("position").GetString();
        if (events.Any(seen => seen.Type == "feed-reset"))
        {
            _isFollowing = false;
            FollowAgainAsync(connection, null).ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }

    private void Fold(IReadOnlyList<Item> snapshot, IReadOnlyList<Seen> events)
    {
        foreach (var item in snapshot.Concat(events.Select(seen => seen.Item)))
        {
            if (item.Number > _lastNumber)
            {
                _lastNumber = item.Number;
                statistics.Seen(item.Text);
            }

        }
    }
}
