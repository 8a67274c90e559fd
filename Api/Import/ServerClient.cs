using System.Net;
using LmsActors.Accounts;

namespace LmsActors.Import;

/// <summary>A server, spoken to with an API key. What it may be asked for may be repeated, and is, while it is busy or away for a moment.</summary>
internal sealed class ServerClient : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly HttpClient _http;
    private readonly TimeProvider _time;

    public ServerClient(Uri address, string apiKey, TimeProvider time)
    {
        _time = time;
        _http = new HttpClient { BaseAddress = new(address.ToString().TrimEnd('/') + '/'), Timeout = TimeSpan.FromSeconds(60) };
        _http.DefaultRequestHeaders.Add(ApiKeyHandler.Header, apiKey);
    }

    public Uri Address => _http.BaseAddress!;

    /// <summary>Posts; a learner's id makes it that learner's request, a key makes it one that is carried out once.</summary>
    /// <exception cref="CommandException">The server said no, or cannot be reached.</exception>
    public async Task<T> PostAsync<T>(string path, object body, CancellationToken cancellation, string? onBehalfOf = null, string? key = null)
    {
        for (var start = _time.GetTimestamp(); ;)
        {
            var (answer, wait) = await TryPostAsync<T>(path, body, onBehalfOf, key, _time.GetElapsedTime(start) < Patience, cancellation);
            if (answer is not null)
            {
                return answer;
            }

            await Task.Delay(wait, _time, cancellation);
        }
    }

    /// <summary>Posts what the server may refuse for reasons of its own; whether it took it.</summary>
    /// <exception cref="CommandException">It cannot be reached, does not take the key, or failed.</exception>
    public async Task<bool> TryPostAsync(string path, object body, string onBehalfOf, string key, CancellationToken cancellation)
    {
        try
        {
            await PostAsync<object>(path, body, cancellation, onBehalfOf, key);
            return true;
        }
        catch (CommandException refused) when (refused.Status is HttpStatusCode.BadRequest or HttpStatusCode.Forbidden or HttpStatusCode.NotFound)
        {
            return false;
        }
    }

    /// <summary>Gets something small.</summary>
    /// <exception cref="CommandException">The server said no, or cannot be reached.</exception>
    public async Task<T> GetAsync<T>(string path, CancellationToken cancellation)
    {
        using var body = new MemoryStream();
        await DownloadAsync(path, "application/json", body, cancellation);
        return System.Text.Json.JsonSerializer.Deserialize<T>(body.ToArray(), LiveJson.Options)!;
    }

    /// <summary>Gets something large, as it comes.</summary>
    /// <exception cref="CommandException">The server said no, cannot be reached, or went away in the middle.</exception>
    public async Task DownloadAsync(string path, string accept, Stream target, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.ParseAdd(accept);
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            if (!response.IsSuccessStatusCode)
            {
                throw new CommandException(await SentenceAsync(response, cancellation)) { Status = response.StatusCode };
            }

            await response.Content.CopyToAsync(target, cancellation);
        }
        catch (Exception away) when (away is HttpRequestException or HttpIOException)
        {
            throw new CommandException($"The server at {Address} does not answer, or went away: {away.Message.TrimEnd('.')}.");
        }
        catch (TaskCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new CommandException($"The server at {Address} takes too long to answer.");
        }
    }

    public void Dispose() => _http.Dispose();

    /// <summary>The answer, or after which time to try again.</summary>
    private async Task<(T? Answer, TimeSpan Wait)> TryPostAsync<T>(
        string path, object body, string? onBehalfOf, string? key, bool mayRetry, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body, body.GetType(), options: LiveJson.Options) };
        AddHeader(request, ApiKeyHandler.OnBehalfOf, onBehalfOf);
        AddHeader(request, Operations.Header, key);
        try
        {
            using var response = await _http.SendAsync(request, cancellation);
            if (response.IsSuccessStatusCode)
            {
                return ((await response.Content.ReadFromJsonAsync<T>(LiveJson.Options, cancellation))!, default);
            }

            var isBusy = response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable;
            return isBusy && (mayRetry || response.StatusCode == HttpStatusCode.TooManyRequests)
                ? (default, response.Headers.RetryAfter?.Delta ?? Pause)
                : throw new CommandException(await SentenceAsync(response, cancellation)) { Status = response.StatusCode };
        }
        catch (HttpRequestException away) when (mayRetry && away.HttpRequestError != HttpRequestError.NameResolutionError && key is not null)
        {
            return (default, Pause);
        }
        catch (HttpRequestException away)
        {
            throw new CommandException($"No server answers at {Address}: {away.Message.TrimEnd('.')}.");
        }
        catch (TaskCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new CommandException($"The server at {Address} takes too long to answer.");
        }
    }

    private static void AddHeader(HttpRequestMessage request, string name, string? value)
    {
        if (value is not null)
        {
            request.Headers.Add(name, value);
        }
    }

    private async Task<string> SentenceAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        if (response.StatusCode == HttpStatusCode.Unauthorized)
        {
            return $"The server at {Address} does not take this API key.";
        }

        var problem = response.Content.Headers.ContentType?.MediaType == Problems.MediaType
            ? await response.Content.ReadFromJsonAsync<ApiProblem>(LiveJson.Options, cancellation)
            : null;
        return problem is null
            ? $"The server at {Address} answers {(int)response.StatusCode}: is it an LmsActors server?"
            : $"The server at {Address} says no: {problem.Detail} ({problem.Code})";
    }
}
