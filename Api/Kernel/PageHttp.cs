using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace LmsActors.Kernel;

/// <summary>One page of a list over HTTP. <paramref name="Next"/> is the cursor of the next page, null at the end.</summary>
internal sealed record PageBody<T>(IReadOnlyList<T> Items, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Next);

/// <summary>Pages over HTTP: <c>{ items, next }</c> and, with <c>rel="next"</c>, the address of the next page in <c>Link</c> (RFC 8288).</summary>
internal static class PageHttp
{
    public static Ok<PageBody<T>> ToHttp<T>(this Page<T> page, HttpContext http) => page.ToHttp(http, static item => item);

    public static Ok<PageBody<TShown>> ToHttp<T, TShown>(this Page<T> page, HttpContext http, Func<T, TShown> show)
    {
        var next = page.Next is { } place ? Cursors.Write(http.Request, place) : null;
        if (next is not null)
        {
            http.Response.Headers.Append("Link", $"<{AddressWith(http.Request, next)}>; rel=\"next\"");
        }

        IReadOnlyList<TShown> items = page.Items is IReadOnlyList<TShown> same ? same : [.. page.Items.Select(show)];
        return TypedResults.Ok(new PageBody<TShown>(items, next));
    }

    public static Results<Ok<PageBody<T>>, RefusalHttpResult> ToHttp<T>(this Result<Page<T>> result, HttpContext http) =>
        result.ToHttp(page => page.ToHttp(http));

    public static Results<Ok<PageBody<TShown>>, RefusalHttpResult> ToHttp<T, TShown>(
        this Result<Page<T>> result, HttpContext http, Func<T, TShown> show) =>
        result.ToHttp(page => page.ToHttp(http, show));

    private static string AddressWith(HttpRequest request, string cursor) => QueryHelpers.AddQueryString(
        request.PathBase + request.Path,
        request.Query.Where(pair => pair.Key != "cursor").Append(KeyValuePair.Create("cursor", new StringValues(cursor))));
}
