using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace LmsActors.Bench;

/// <summary>
/// The product's own server, with one endpoint more: it verifies who calls, as every endpoint does, and then does nothing. What that
/// costs is what a request costs before the product has begun to work.
/// </summary>
internal static class BenchServer
{
    public const string ApiKey = "an-api-key-for-benchmarks";

    public static async Task<int> RunAsync(string[] args)
    {
        await using var app = ApiServer.Build(args);
        app.MapGroup("/api/v1").RequireAuthorization().MapPost("/nothing", (Caller caller) => TypedResults.NoContent());
        await app.StartAsync();
        Console.WriteLine("ready " + app.Urls.Single());
        await app.WaitForShutdownAsync();
        return 0;
    }

    /// <summary>Starts one as a process of its own, on data in <paramref name="folder"/>; answers its address.</summary>
    public static async Task<(Child Process, string Url)> StartAsync(string folder)
    {
        var child = Child.Self(
            "serve-api",
            "--urls=http://127.0.0.1:0",
            $"--Storage:Path={folder}",
            $"--Bootstrap:ApiKey={ApiKey}",
            "--Bootstrap:AdminPassword=a long passphrase for the admin",
            "--Accounts:PasswordIterations=1000",
            "--RateLimits:Enabled=false");
        return (child, await child.ExpectAsync("ready"));
    }
}
