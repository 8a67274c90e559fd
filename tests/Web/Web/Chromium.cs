using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(LmsActors.Web.Chromium))]

namespace LmsActors.Web;

/// <summary>One real Chromium for all tests; <c>CHROMIUM</c> says where it is, if not where Debian puts it.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking", "--disable-component-update",
        "--disable-default-apps", "--disable-sync", "--no-first-run", "--mute-audio",
    ];

    /// <summary>Milliseconds that anything may take on a busy machine; nothing waits that long if it need not.</summary>
    private const float Patience = 30_000;

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        var path = Environment.GetEnvironmentVariable("CHROMIUM") ?? "/usr/bin/chromium";
        Assertions.SetDefaultExpectTimeout(Patience);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Repository.Existing(path, "install it (apt-get install chromium), or set CHROMIUM"),
            Args = Arguments,
            Headless = true,
        });
    }

    public async ValueTask DisposeAsync()
    {
        await (_browser?.DisposeAsync() ?? ValueTask.CompletedTask);
        _playwright?.Dispose();
    }

    /// <summary>Somebody with a browser of their own.</summary>
    internal async Task<Someone> OpenAsync(Server server, Action<BrowserNewContextOptions>? adjust = null)
    {
        var options = new BrowserNewContextOptions { BaseURL = server.Address, ViewportSize = new() { Width = 1280, Height = 860 }, Locale = "en-GB" };
        adjust?.Invoke(options);
        var context = await _browser!.NewContextAsync(options);
        context.SetDefaultTimeout(Patience);
        return new(context, await context.NewPageAsync());
    }
}
