using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

[assembly: AssemblyFixture(typeof(LmsActors.ApiHost))]

namespace LmsActors;

/// <summary>
/// The real server, in process, on a free port, over a folder of its own that goes away with it. One is shared by all tests that
/// take it as a constructor argument; a test that restarts or configures it starts its own with <see cref="StartAsync"/>.
/// </summary>
public sealed class ApiHost : IAsyncLifetime
{
    /// <summary>The API key of the tenant <c>default</c>.</summary>
    public const string ApiKey = "an-api-key-for-tests";

    public const string Password = "correct horse battery";

    private readonly Dictionary<string, string?> _settings;
    private Action<IServiceCollection>? _services;
    private readonly bool _ownsData;
    private WebApplication? _app;
    private int _learners;

    public ApiHost()
        : this([], Directory.CreateTempSubdirectory("lms-").FullName, ownsData: true)
    {
    }

    private ApiHost((string Key, string? Value)[] settings, string data, bool ownsData)
    {
        _ownsData = ownsData;
        Data = data;
        _settings = new()
        {
            ["urls"] = "http://127.0.0.1:0",
            ["Storage:Path"] = data,
            ["Bootstrap:ApiKey"] = ApiKey,
            ["Bootstrap:AdminPassword"] = Password,
            ["Accounts:PasswordIterations"] = "1000",
            ["RateLimits:Enabled"] = "false",
            ["Logging:LogLevel:Microsoft"] = "Error",
            ["Logging:LogLevel:Microsoft.Hosting.Lifetime"] = "Error",
            ["Logging:LogLevel:Orleans"] = "Error",
        };
        foreach (var (key, value) in settings)
        {
            _settings[key] = value;
        }
    }

    private static string WebRoot => Path.Combine(Repository.Root, "Api", "wwwroot");

    /// <summary>The folder with the server's data.</summary>
    public string Data { get; }

    /// <summary>Where it listens, without a slash at the end.</summary>
    public string Url => _app!.Urls.Single();

    public IServiceProvider Services => _app!.Services;

    /// <summary>The actors behind it.</summary>
    public IGrainFactory Grains => (IGrainFactory)Services.GetService(typeof(IGrainFactory))!;

    /// <summary>Calls as nobody.</summary>
    public HttpClient Anonymous { get; private set; } = new();

    /// <summary>Calls with the API key, for itself.</summary>
    public HttpClient Machine { get; private set; } = new();

    /// <summary>A server of one's own.</summary>
    /// <param name="data">A folder that outlives it, for restarts; a fresh one if null.</param>
    /// <param name="settings">Configuration, such as <c>("Accounts:LockoutAfter", "3")</c>.</param>
    public static async Task<ApiHost> StartAsync(string? data = null, params (string Key, string? Value)[] settings)
    {
        var host = new ApiHost(settings, data ?? Directory.CreateTempSubdirectory("lms-").FullName, data is null);
        await host.InitializeAsync();
        return host;
    }

    /// <summary>A server of one's own with services in place of some of its own.</summary>
    public static async Task<ApiHost> StartWithAsync(Action<IServiceCollection> services)
    {
        var host = new ApiHost { _services = services };
        await host.InitializeAsync();
        return host;
    }

    public async ValueTask InitializeAsync()
    {
        _app = ApiServer.Build([$"--webroot={WebRoot}"], builder =>
        {
            builder.Configuration.AddInMemoryCollection(_settings);
            _services?.Invoke(builder.Services);
        });
        await _app.StartAsync();
        Anonymous = Client();
        Machine = Client(("X-Api-Key", ApiKey));
    }

    public async ValueTask DisposeAsync()
    {
        await _app!.StopAsync();
        await _app.DisposeAsync();
        if (_ownsData)
        {
            Directory.Delete(Data, recursive: true);
        }
    }

    /// <summary>A client that sends these headers with every request.</summary>
    public HttpClient Client(params (string Name, string Value)[] headers)
    {
        var client = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = new Uri(Url) };
        foreach (var (name, value) in headers)
        {
            client.DefaultRequestHeaders.TryAddWithoutValidation(name, value);
        }

        return client;
    }

    /// <summary>Registers a learner with a user name that nobody has yet, and signs it in.</summary>
    public async Task<TestLearner> RegisterAsync(string name = "Ann")
    {
        var userName = $"u{Interlocked.Increment(ref _learners)}.{Guid.CreateVersion7():N}"[..30];
        using var answer = await Anonymous.PostAsJsonAsync("/api/v1/accounts/register", new { userName, password = Password, name });
        var learnerId = (await answer.JsonAsync()).Text("learnerId");
        return await LoginAsync(userName) is var signedIn && signedIn.Id == learnerId
            ? signedIn with { Name = name }
            : throw new InvalidOperationException("Somebody else signed in.");
    }

    /// <summary>Signs in.</summary>
    public async Task<TestLearner> LoginAsync(string userName, string password = Password)
    {
        using var answer = await Anonymous.PostAsJsonAsync("/api/v1/accounts/login", new { userName, password });
        var json = await answer.JsonAsync();
        var token = json.Text("accessToken");
        return new(json.Text("learnerId"), userName, userName, token, Client(("Authorization", $"Bearer {token}")));
    }

    /// <summary>The administrator of the tenant <c>default</c>, signed in.</summary>
    public Task<TestLearner> AdminAsync() => LoginAsync("admin");
}

/// <summary>A learner who is signed in.</summary>
/// <param name="Client">Calls as the learner.</param>
public sealed record TestLearner(string Id, string UserName, string Name, string Token, HttpClient Client);

/// <summary>Short words for reading answers.</summary>
public static class Answers
{
    /// <summary>The JSON of an answer that must be a success.</summary>
    public static async Task<JsonElement> JsonAsync(this HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{answer.RequestMessage?.Method} {answer.RequestMessage?.RequestUri}: {(int)answer.StatusCode} {text}");
        return JsonSerializer.Deserialize<JsonElement>(text);
    }

    /// <summary>The JSON at an address.</summary>
    public static async Task<JsonElement> JsonAsync(this HttpClient client, string address)
    {
        using var answer = await client.GetAsync(address);
        return await answer.JsonAsync();
    }

    /// <summary>The answer must be a problem with this status and code.</summary>
    public static async Task<JsonElement> ProblemAsync(this HttpResponseMessage answer, int status, string code)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.Equal((status, "application/problem+json"), ((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        var problem = JsonSerializer.Deserialize<JsonElement>(text);
        Assert.Equal(code, problem.Text("code"));
        return problem;
    }

    /// <summary>The answer must be a problem with this status, whatever its code.</summary>
    public static async Task ProblemWithStatusAsync(this HttpResponseMessage answer, int status) =>
        await answer.ProblemAsync(status, JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync()).Text("code"));

    public static string Text(this JsonElement json, string property) => json.GetProperty(property).GetString()!;
}
