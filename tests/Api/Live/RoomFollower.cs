using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;

namespace LmsActors.Examples;

/// <summary>Holds the messages of a room as the server has them, through disconnections and crashes of either side.</summary>
public sealed class RoomFollower(string url, string token, string roomId, Action<IReadOnlyList<JsonElement>> show)
{
    private readonly SortedDictionary<long, JsonElement> _messages = [];
    private readonly Lock _gate = new();
    private List<JsonElement>? _held = [];
    private string? _position;

    /// <summary>Follows the room, and tells <c>show</c> after each change, until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            await using var connection = new HubConnectionBuilder()
                .WithUrl($"{url}/live", options => options.AccessTokenProvider = () => Task.FromResult<string?>(token))
                .Build();
            var lost = new TaskCompletionSource();
            connection.Closed += _ => Task.FromResult(lost.TrySetResult());
            connection.On<JsonElement>("events", call => Take(call.Clone()));
            connection.On<JsonElement>("resync", async call =>
            {
                try
                {
                    await SubscribeAsync(connection, afresh: call.GetProperty("reason").GetString() == "viewer-changed");
                }
                catch (Exception e)
                {
                    lost.TrySetException(e);
                }
            });
            try
            {
                await connection.StartAsync(end);
                await SubscribeAsync(connection, afresh: false);
                await lost.Task.WaitAsync(end);
            }
            catch (Exception e) when (e is not HubException refused || !refused.Message.Contains("room.unknown"))
            {
                // The server, or a part of it, is away: try again in a moment.
                await Task.Delay(TimeSpan.FromMilliseconds(200), CancellationToken.None);
            }
        }
    }

    private async Task SubscribeAsync(HubConnection connection, bool afresh)
    {
        lock (_gate)
        {
            // Events may overtake the answer: they wait for it.
            (_held, _position) = ([], afresh ? null : _position);
        }

        var start = await connection.InvokeAsync<JsonElement>("Subscribe", $"room/{roomId}", _position);
        lock (_gate)
        {
            if (start.TryGetProperty("snapshot", out var snapshot))
            {
                _messages.Clear();
                snapshot.GetProperty("messages").EnumerateArray().ToList().ForEach(Put);
                Apply(start, after: 0);
            }
            else
            {
                Apply(start, SequenceOf(_position));
            }

            var held = _held ?? [];
            _held = null;
            held.ForEach(Take);
        }
    }

    private void Take(JsonElement call)
    {
        lock (_gate)
        {
            if (_held is { } held)
            {
                held.Add(call);
            }
            else if (SequenceOf(call.GetProperty("position").GetString()) > SequenceOf(_position))
            {
                Apply(call, SequenceOf(_position));
            }
        }
    }

    private void Apply(JsonElement call, long after)
    {
        foreach (var happened in call.GetProperty("events").EnumerateArray().Where(one => one.GetProperty("sequence").GetInt64() > after))
        {
            // Likewise message-edited, message-deleted, reaction-added, reaction-removed: they change the message with data.id.
            if (happened.GetProperty("type").GetString() == "message-posted")
            {
                Put(happened.GetProperty("data").GetProperty("message"));
            }
        }

        _position = call.GetProperty("position").GetString();
        show([.. _messages.Values]);
    }

    private void Put(JsonElement message) => _messages[message.GetProperty("sequence").GetInt64()] = message.Clone();

    /// <summary>A position is <c>epoch-sequence</c>.</summary>
    private static long SequenceOf(string? position) => position is null ? 0 : long.Parse(position[(position.LastIndexOf('-') + 1)..]);
}
