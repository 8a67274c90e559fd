using System.Net.Http.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace LmsActors.Accounts;

public sealed class CookieTests(ApiHost host)
{
    [Fact]
    public async Task Cookie_OfALearner_SpeaksForIt_ButNotFromAnotherSite()
    {
        var ann = await host.RegisterAsync("Ann");
        var cookie = await SignInAsync(ann);
        Assert.Contains("httponly", cookie);
        Assert.Contains("samesite=lax", cookie);
        using var own = host.Client(("Cookie", cookie.Split(';')[0]), ("Origin", host.Url));
        Assert.Equal(ann.Id, (await own.JsonAsync("/api/v1/me")).Text("learnerId"));

        using var foreign = host.Client(("Cookie", cookie.Split(';')[0]), ("Origin", "https://evil.example"));
        await (await ChangePasswordAsync(foreign)).ProblemAsync(403, "auth.cross-origin");
        using var fetched = host.Client(("Cookie", cookie.Split(';')[0]), ("Sec-Fetch-Site", "same-site"));
        await (await ChangePasswordAsync(fetched)).ProblemAsync(403, "auth.cross-origin");

        (await own.PostAsync("/api/v1/accounts/logout", null)).EnsureSuccessStatusCode();
        await (await own.GetAsync("/api/v1/me")).ProblemAsync(401, "auth.required");
    }

    private static Task<HttpResponseMessage> ChangePasswordAsync(HttpClient client) => client.PostAsJsonAsync(
        "/api/v1/accounts/password", new { currentPassword = ApiHost.Password, newPassword = "stolen password" });

    /// <summary>As the form of the page for signing in does it.</summary>
    private async Task<string> SignInAsync(TestLearner learner)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var http = new DefaultHttpContext { RequestServices = scope.ServiceProvider };
        var signedIn = await scope.ServiceProvider.GetRequiredService<SignInService>()
            .SignInCookieAsync(http, "default", learner.UserName, ApiHost.Password);
        Assert.Equal(learner.Id, signedIn.Value);
        return Assert.Single(http.Response.Headers.SetCookie)!;
    }
}
