using System.Net.Http.Json;
using System.Text;

namespace LmsActors;

public sealed class ProblemTests(ApiHost host)
{
    private const string Register = "/api/v1/accounts/register";

    [Fact]
    public async Task Route_ThatThereIsNot_IsAProblem()
    {
        var ann = await host.RegisterAsync();
        await (await ann.Client.GetAsync("/api/v1/nothing/here")).ProblemAsync(404, "route.not-found");
    }

    [Fact]
    public async Task Caller_WithoutIdentity_IsAskedForOne() =>
        await (await host.Anonymous.GetAsync("/api/v1/me")).ProblemAsync(401, "auth.required");

    [Fact]
    public async Task Method_ThatAnAddressDoesNotTake_IsAProblem() =>
        await (await host.Anonymous.DeleteAsync(Register)).ProblemAsync(405, "route.method-not-allowed");

    [Theory]
    [InlineData("{bad")]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{ "userName": "ann", "password": "correct horse" }""")]
    [InlineData("""{ "userName": null, "password": "correct horse", "name": "Ann" }""")]
    [InlineData("""{ "userName": 7, "password": "correct horse", "name": "Ann" }""")]
    public async Task Body_ThatIsMalformed_IsAProblem(string body) =>
        await (await host.Anonymous.PostAsync(Register, Json(body))).ProblemAsync(400, "request.malformed");

    [Fact]
    public async Task Body_OfAnotherMediaType_IsAProblem() =>
        await (await host.Anonymous.PostAsync(Register, new StringContent("a=b"))).ProblemAsync(415, "request.media-type");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Body_ThatIsTooLarge_IsAProblem(bool withKey)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, Register) { Content = Json($$"""{ "name": "{{new string('a', 300_000)}}" }""") };
        if (withKey)
        {
            request.Headers.Add("Idempotency-Key", "large");
        }

        await (await host.Anonymous.SendAsync(request)).ProblemAsync(413, "request.too-large");
    }

    [Fact]
    public async Task IdempotencyKey_OfAnEndlessLength_IsAProblem()
    {
        var request = new HttpRequestMessage(HttpMethod.Post, Register)
        {
            Content = JsonContent.Create(new { userName = "ann", password = ApiHost.Password, name = "Ann" }),
            Headers = { { "Idempotency-Key", new string('k', 129) } },
        };
        await (await host.Anonymous.SendAsync(request)).ProblemAsync(400, "idempotency-key.invalid");
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");
}
