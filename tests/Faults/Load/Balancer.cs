namespace LmsActors.Faults;

/// <summary>
/// Chooses the server of the next request: all in turn, so that nothing can rely on a sticky session. One that balances asks each of them
/// every second whether it is ready, and passes over those that are not. It repeats nothing by itself.
/// </summary>
internal sealed class Balancer : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private readonly CancellationTokenSource _end = new();
    private readonly string[] _urls;
    private volatile string[] _ready;
    private int _turn;

    public Balancer(string[] urls, bool isBalanced)
    {
        (_urls, _ready) = (urls, urls);
        if (isBalanced)
        {
            _ = WatchAsync();
        }
    }

    public string Next
    {
        get
        {
            var ready = _ready;
            return ready[(uint)Interlocked.Increment(ref _turn) % ready.Length];
        }
    }

    public void Dispose() => _end.Cancel();

    private async Task WatchAsync()
    {
        using var http = new HttpClient { Timeout = Patience };
        using var timer = new PeriodicTimer(Period);
        try
        {
            do
            {
                var answers = await Task.WhenAll(_urls.Select(url => IsReadyAsync(http, url)));
                var ready = _urls.Where((_, i) => answers[i]).ToArray();
                _ready = ready.Length > 0 ? ready : _urls;
            }
            while (await timer.WaitForNextTickAsync(_end.Token));
        }
        catch (OperationCanceledException)
        {
            // It has ended.
        }
    }

    private static async Task<bool> IsReadyAsync(HttpClient http, string url)
    {
        try
        {
            using var response = await http.GetAsync(url + "/health/ready");
            return response.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }
}
