using System.Net.Http.Json;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace LmsActors.Accounts;

/// <summary>
/// How long an answer takes tells no more than what it says: nearly all of it is the hashing of one password, which is counted here,
/// as times of a test would tell most of what else the machine does.
/// </summary>
public sealed class SignInCostTests
{
    private readonly CountingHasher _hasher = new();

    [Fact]
    public async Task SignIn_HashesOnce_WhoeverItIsAndWhateverIsWrong()
    {
        await using var host = await StartAsync();
        var (known, shut) = (await host.RegisterAsync(), await host.RegisterAsync());
        (await host.Machine.PutAsJsonAsync($"/api/v1/admin/accounts/{shut.Id}", new { disabled = true })).EnsureSuccessStatusCode();

        foreach (var userName in new[] { known.UserName, shut.UserName, "nobody.at.all", "../tenant", "admin", "x" })
        {
            await HashesOnceAsync(host, "/api/v1/accounts/login", new { userName, password = "a wrong password" }, 401);
        }
    }

    [Fact]
    public async Task SignIn_HashesOnce_WhileTheNameIsLocked()
    {
        await using var host = await StartAsync();
        var ann = await host.RegisterAsync();
        var form = new { userName = ann.UserName, password = "a wrong password" };
        for (var attempt = 0; attempt < 12; attempt++)
        {
            await HashesOnceAsync(host, "/api/v1/accounts/login", form, 401);
        }

        await HashesOnceAsync(host, "/api/v1/accounts/login", new { userName = ann.UserName, password = ApiHost.Password }, 401);
    }

    [Fact]
    public async Task Register_HashesOnce_WhetherTheNameIsTakenReservedOrFree()
    {
        await using var host = await StartAsync();
        var ann = await host.RegisterAsync();

        foreach (var userName in new[] { ann.UserName, "root", "admin" })
        {
            await HashesOnceAsync(host, "/api/v1/accounts/register", new { userName, password = "a long password", name = "Ann" }, 409);
        }

        await HashesOnceAsync(host, "/api/v1/accounts/register", new { userName = "is.free", password = "a long password", name = "Ann" }, 201);
    }

    private async Task<ApiHost> StartAsync()
    {
        var host = await ApiHost.StartWithAsync(services => services.AddSingleton<IPasswordHasher<AccountUser>>(_hasher));
        using var first = await host.Anonymous.PostAsJsonAsync("/api/v1/accounts/login", new { userName = "nobody", password = "makes the phantom" });
        return host;
    }

    private async Task HashesOnceAsync(ApiHost host, string address, object form, int status)
    {
        var before = _hasher.Hashed;
        using var answer = await host.Anonymous.PostAsJsonAsync(address, form);
        Assert.Equal((status, 1), ((int)answer.StatusCode, _hasher.Hashed - before));
    }

    private sealed class CountingHasher : IPasswordHasher<AccountUser>
    {
        private readonly PasswordHasher<AccountUser> _hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = 1000 }));
        private int _hashed;

        public int Hashed => Volatile.Read(ref _hashed);

        public string HashPassword(AccountUser user, string password)
        {
            Interlocked.Increment(ref _hashed);
            return _hasher.HashPassword(user, password);
        }

        public PasswordVerificationResult VerifyHashedPassword(AccountUser user, string hashedPassword, string providedPassword)
        {
            Interlocked.Increment(ref _hashed);
            return _hasher.VerifyHashedPassword(user, hashedPassword, providedPassword);
        }
    }
}
