using Microsoft.Playwright;

namespace LmsActors.Web;

/// <summary>A person at a browser; what the browser complains about is kept.</summary>
internal sealed class Someone : IAsyncDisposable
{
    private readonly IBrowserContext _context;

    public Someone(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                Complaints.Add(message.Text);
            }
        };
        page.PageError += (_, error) => Complaints.Add(error);
    }

    public IPage Page { get; }

    /// <summary>Errors in the console: scripts that failed, what the content security policy refused.</summary>
    public List<string> Complaints { get; } = [];

    public string Name { get; private set; } = "";

    public string LearnerId { get; private set; } = "";

    /// <summary>Opens an account through the form.</summary>
    public async Task RegisterAsync(string name)
    {
        Name = name;
        await Page.GotoAsync("/register");
        await Page.GetByLabel("Your name").FillAsync(name);
        await Page.GetByLabel("User name").FillAsync(name.Replace(' ', '.'));
        await Page.GetByLabel("Password").FillAsync("a long password of " + name);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Create account" }).ClickAsync();
        await Page.WaitForURLAsync("**/");
        LearnerId = (await Page.Locator("body").GetAttributeAsync("data-learner-id"))!;
    }

    /// <summary>Signs in as the administrator that the server was set up with.</summary>
    public async Task SignInAsAdministratorAsync()
    {
        await Page.GotoAsync("/sign-in");
        await Page.GetByLabel("User name").FillAsync("admin");
        await Page.GetByLabel("Password").FillAsync(Server.AdminPassword);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Page.WaitForURLAsync("**/");
    }

    /// <summary>Writes into the composer of the room that is open, and sends.</summary>
    public async Task SayAsync(string text)
    {
        await Composer.FillAsync(text);
        await Composer.PressAsync("Enter");
    }

    public ILocator Composer => Page.GetByLabel("Write a message");

    /// <summary>The rows of the room's log that say <paramref name="text"/>, those on their way included.</summary>
    public ILocator Said(string text) => Page.Locator("lms-room .message").Filter(new() { HasText = text });

    /// <summary>Rows that the server has acknowledged.</summary>
    public ILocator Acknowledged(string text) => Page.Locator("[data-part='messages'] .message").Filter(new() { HasText = text });

    public ILocator LiveRoom => Page.Locator("lms-room[data-live]");

    public ILocator LiveFeed => Page.Locator("lms-feed[data-live]");

    /// <summary>Keeps a picture of the window under artifacts/screenshots.</summary>
    public Task ShootAsync(string name) => Page.ScreenshotAsync(new() { Path = Path.Combine(Repository.Screenshots, $"{name}.png") });

    public ValueTask DisposeAsync() => new(_context.CloseAsync());
}
