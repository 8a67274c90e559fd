using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace LmsActors.Faults;

/// <summary>What came back: a definite answer, or nothing that can be relied on.</summary>
/// <param name="Status">Null when the connection broke, or the server could not say what became of it (5xx).</param>
internal readonly record struct Reply(HttpStatusCode? Status, JsonElement Body)
{
    public bool IsKnown => Status is not null;

    public bool IsOk => Status is { } status && (int)status < 300;

    public string Text(string property) => Body.GetProperty(property).GetString()!;
}

/// <summary>The REST API, as a machine with a key that acts for learners.</summary>
internal sealed class LoadApi(string url, string key) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { MaxConnectionsPerServer = 256 })
    {
        BaseAddress = new Uri(url + "/api/v1/"),
        Timeout = TimeSpan.FromSeconds(10),
    };

    public string Url => url;

    public string Key => key;

    public void Dispose() => _http.Dispose();

    /// <summary>One request; waits and repeats only where the server says that it did nothing (429).</summary>
    public async Task<Reply> SendAsync(HttpMethod method, string path, string? learner, object? body = null, string? idempotencyKey = null)
    {
        while (true)
        {
            try
            {
                using var request = Request(method, path, learner, body, idempotencyKey);
                using var response = await _http.SendAsync(request);
                if (response.StatusCode == HttpStatusCode.TooManyRequests)
                {
                    await Task.Delay(response.Headers.RetryAfter?.Delta ?? TimeSpan.FromMilliseconds(100));
                    continue;
                }

                var bytes = await response.Content.ReadAsByteArrayAsync();
                return (int)response.StatusCode >= 500 ? default : new(response.StatusCode, Parse(bytes));
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException or IOException)
            {
                return default;
            }
        }
    }

    /// <summary>As <see cref="SendAsync"/>, for what must succeed before or after the load.</summary>
    public async Task<Reply> RequireAsync(HttpMethod method, string path, string? learner, object? body = null)
    {
        var reply = await SendAsync(method, path, learner, body);
        return reply.IsOk ? reply : throw new InvalidOperationException($"{method} {path}: {reply.Status?.ToString() ?? "no answer"} {reply.Body}");
    }

    /// <summary>All items of a list, page by page.</summary>
    public async Task<List<JsonElement>> ListAsync(string path, string? learner)
    {
        var items = new List<JsonElement>();
        string? cursor = null;
        do
        {
            var separator = path.Contains('?') ? '&' : '?';
            var page = await RequireAsync(
                HttpMethod.Get, $"{path}{separator}limit=200{(cursor is null ? "" : "&cursor=" + Uri.EscapeDataString(cursor))}", learner);
            items.AddRange(page.Body.GetProperty("items").EnumerateArray());
            cursor = page.Body.TryGetProperty("next", out var next) ? next.GetString() : null;
        }
        while (cursor is not null);
        return items;
    }

    private static JsonElement Parse(byte[] bytes) => bytes.Length == 0 ? default : JsonDocument.Parse(bytes).RootElement.Clone();

    private HttpRequestMessage Request(HttpMethod method, string path, string? learner, object? body, string? idempotencyKey)
    {
        var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Add("X-Api-Key", key);
        Add(request, "X-On-Behalf-Of", learner);
        Add(request, "Idempotency-Key", idempotencyKey);
        return request;
    }

    private static void Add(HttpRequestMessage request, string header, string? value)
    {
        if (value is not null)
        {
            request.Headers.Add(header, value);
        }
    }
}
