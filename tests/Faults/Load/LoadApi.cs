using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace LmsActors.Faults;

/// <summary>What came back: a definite answer, or nothing that can be relied on.</summary>
/// <param name="Status">Null when the connection broke, or the server could not say what became of it (5xx).</param>
/// <param name="Body">What was said with a definite answer.</param>
/// <param name="Trouble">What was said, or happened, instead of one.</param>
internal readonly record struct Reply(HttpStatusCode? Status, JsonElement Body, string Trouble = "")
{
    public bool IsKnown => Status is not null;

    public bool IsOk => Status is { } status && (int)status < 300;

    public string Text(string property) => Body.GetProperty(property).GetString()!;
}

/// <summary>The REST API, as a machine with a key that acts for learners.</summary>
/// <param name="urls">Where it is; several API silos, parted by commas, are asked in turn, so that nothing can rely on a sticky session.</param>
/// <param name="key">The API key.</param>
/// <param name="isBalanced">Whether those that are not ready are passed over.</param>
internal sealed class LoadApi(string urls, string key, bool isBalanced = false) : IDisposable
{
    private static readonly TimeSpan Recovery = TimeSpan.FromSeconds(20);

    private readonly Balancer _servers = new(urls.Split(','), isBalanced);
    private readonly HttpClient _http = new(new SocketsHttpHandler { MaxConnectionsPerServer = 256, ConnectTimeout = TimeSpan.FromSeconds(2) })
    {
        Timeout = TimeSpan.FromSeconds(10),
    };

    /// <summary>The API silo whose turn it is.</summary>
    public string Url => _servers.Next;

    public string Key => key;

    /// <summary>
    /// How long a learner thinks between two requests. Where failures are counted the servers must not be worked to their limit: then a
    /// process that starts beside them would be what makes requests fail.
    /// </summary>
    public TimeSpan ThinkTime => isBalanced ? TimeSpan.FromMilliseconds(50) : TimeSpan.Zero;

    public void Dispose()
    {
        _servers.Dispose();
        _http.Dispose();
    }

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
                return (int)response.StatusCode >= 500
                    ? new(null, default, $"{(int)response.StatusCode} {System.Text.Encoding.UTF8.GetString(bytes)}")
                    : new(response.StatusCode, Parse(bytes));
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException or IOException)
            {
                return new(null, default, e.InnerException?.Message ?? e.Message);
            }
        }
    }

    /// <summary>As <see cref="SendAsync"/>, for what must succeed before or after the load. A reading without an answer is repeated, as long as a kill may be felt.</summary>
    public async Task<Reply> RequireAsync(HttpMethod method, string path, string? learner, object? body = null)
    {
        var begun = Stopwatch.GetTimestamp();
        var reply = await SendAsync(method, path, learner, body);
        while (method == HttpMethod.Get && reply.Status is null && Stopwatch.GetElapsedTime(begun) < Recovery)
        {
            reply = await SendAsync(method, path, learner, body);
        }

        return reply.IsOk ? reply : throw new InvalidOperationException($"{method} {path}: {reply.Status?.ToString() ?? "no answer"} {reply.Body}{reply.Trouble}");
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
        var request = new HttpRequestMessage(method, $"{Url}/api/v1/{path}") { Content = body is null ? null : JsonContent.Create(body) };
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
