using System.Net.Http.Json;
using System.Text.Json;

namespace LmsActors.Bench;

/// <summary>The few REST calls that set a benchmark's stage.</summary>
internal sealed class BenchClient(string url) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = new Uri(url + "/api/v1/") };

    public void Dispose() => _http.Dispose();

    public async Task<string> RegisterAsync(string userName)
    {
        var registered = await SendAsync(
            HttpMethod.Post, "accounts/register", null, new { userName, password = "a long passphrase", name = "Learner " + userName });
        return registered.GetProperty("learnerId").GetString()!;
    }

    /// <summary>The room of a new conversation with somebody who is registered for it.</summary>
    public async Task<string> RoomAsync(string owner, string name)
    {
        var other = await RegisterAsync("listener");
        var room = await SendAsync(HttpMethod.Post, "conversations", owner, new { participants = new[] { other }, name });
        return room.GetProperty("id").GetString()!;
    }

    public async Task<JsonElement> SendAsync(HttpMethod method, string path, string? learner, object? body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Add("X-Api-Key", BenchServer.ApiKey);
        if (learner is not null)
        {
            request.Headers.Add("X-On-Behalf-Of", learner);
        }

        using var response = await _http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode
            ? text.Length == 0 ? default : JsonDocument.Parse(text).RootElement.Clone()
            : throw new InvalidOperationException($"{method} {path}: {(int)response.StatusCode} {text}");
    }
}
