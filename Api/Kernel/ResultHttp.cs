using System.Reflection;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;

namespace LmsActors.Kernel;

/// <summary>Answers of actors as answers over HTTP.</summary>
internal static class ResultHttp
{
    /// <summary>What <paramref name="ok"/> makes of the value, or the problem.</summary>
    public static Results<TOk, RefusalHttpResult> ToHttp<T, TOk>(this Result<T> result, Func<T, TOk> ok)
        where TOk : IResult =>
        result.Refusal is { } refusal ? refusal.ToHttp() : ok(result.Value!);

    /// <summary>200 with the value as it is, or the problem.</summary>
    public static Results<Ok<T>, RefusalHttpResult> ToHttp<T>(this Result<T> result) => result.ToHttp(static value => TypedResults.Ok(value));

    /// <summary>204, or the problem.</summary>
    public static Results<NoContent, RefusalHttpResult> ToHttp(this Result result) =>
        result.Refusal is { } refusal ? refusal.ToHttp() : TypedResults.NoContent();

    public static RefusalHttpResult ToHttp(this Refusal refusal) => new(refusal);
}

/// <summary>A refusal on its way out as problem details.</summary>
internal sealed class RefusalHttpResult(Refusal refusal) : IResult, IStatusCodeHttpResult, IEndpointMetadataProvider
{
    private static readonly int[] Documented = [400, 401, 403, 404, 409, 422, 429, 503];

    public Refusal Refusal => refusal;

    public int? StatusCode => Problems.StatusOf(refusal.Kind);

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) => Describe(builder);

    /// <summary>Tells the API's description of the problems that an endpoint may answer with, which is any: also one that never refuses itself.</summary>
    public static void Describe(EndpointBuilder builder)
    {
        if (builder.Metadata.OfType<IProducesResponseTypeMetadata>().Any(produces => produces.StatusCode >= 400))
        {
            return;
        }

        foreach (var status in Documented)
        {
            builder.Metadata.Add(new ProducesResponseTypeMetadata(status, typeof(ApiProblem), [Problems.MediaType]));
        }
    }

    public Task ExecuteAsync(HttpContext httpContext) => Problems.WriteAsync(httpContext, refusal);
}

internal static class ProblemDescriptions
{
    /// <summary>Every endpoint of the group says what its errors look like.</summary>
    public static RouteGroupBuilder DescribeProblems(this RouteGroupBuilder group)
    {
        ((IEndpointConventionBuilder)group).Finally(RefusalHttpResult.Describe);
        return group;
    }
}

/// <summary>What every error looks like: RFC 9457 problem details with a stable code.</summary>
/// <param name="Type">Always <c>about:blank</c>: the code says what it is.</param>
/// <param name="Title">The status in words.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">One sentence for a person; may change.</param>
/// <param name="Code">Stable, for programs: <c>room.not-a-member</c>.</param>
internal sealed record ApiProblem(string Type, string Title, int Status, string Detail, string Code);
