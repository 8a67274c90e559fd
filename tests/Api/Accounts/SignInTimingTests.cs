using System.Diagnostics;
using System.Net.Http.Json;

namespace LmsActors.Accounts;

/// <summary>How long an answer takes tells no more than what it says.</summary>
public sealed class SignInTimingTests
{
    private const int Rounds = 25;

    [Fact]
    public async Task SignIn_TakesAsLong_WhoeverItIsAndWhateverIsWrong()
    {
        await using var host = await ApiHost.StartAsync(null, ("Accounts:PasswordIterations", "30000"), ("Accounts:LockoutAfter", "1000"));
        var (known, shut) = (await host.RegisterAsync(), await host.RegisterAsync());
        (await host.Machine.PutAsJsonAsync($"/api/v1/admin/accounts/{shut.Id}", new { disabled = true })).EnsureSuccessStatusCode();

        await AlikeAsync(
            host,
            "/api/v1/accounts/login",
            [.. new[] { known.UserName, shut.UserName, "nobody.at.all", "../tenant", "admin" }
                .Select<string, Func<int, object>>(userName => round => new { userName, password = $"wrong password {round}" })]);
    }

    [Fact]
    public async Task Register_TakesAsLong_ForANameThatIsTakenAndOneThatIsReserved()
    {
        await using var host = await ApiHost.StartAsync(null, ("Accounts:PasswordIterations", "30000"));
        var ann = await host.RegisterAsync();

        await AlikeAsync(
            host,
            "/api/v1/accounts/register",
            [.. new[] { ann.UserName, "root", "admin" }
                .Select<string, Func<int, object>>(userName => round => new { userName, password = $"a long password {round}", name = "Ann" })]);
    }

    /// <summary>
    /// The least times of all kinds of request, asked in turns, lie within a factor of two; without care it would be more than ten. (The
    /// least, because what else the machine does only ever adds.)
    /// </summary>
    private static async Task AlikeAsync(ApiHost host, string address, List<Func<int, object>> kinds)
    {
        var times = kinds.ConvertAll(_ => new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            for (var kind = 0; kind < kinds.Count; kind++)
            {
                var started = Stopwatch.GetTimestamp();
                using var answer = await host.Anonymous.PostAsJsonAsync(address, kinds[kind](round));
                times[kind].Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
                Assert.True((int)answer.StatusCode is 401 or 409);
            }
        }

        var least = times.ConvertAll(all => all.Min());
        Assert.True(least.Max() < 2 * least.Min(), $"Least times in ms: {string.Join(", ", least.Select(time => $"{time:0.0}"))}.");
    }
}
