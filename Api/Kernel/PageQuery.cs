using System.Globalization;
using System.Reflection;

namespace LmsActors.Kernel;

/// <summary>Which page a request wants: <c>?limit=</c> (1 to 200, 50 if not given) and <c>?cursor=</c>. Converts to <see cref="Paging"/>.</summary>
internal readonly record struct PageQuery(Paging Paging)
{
    public static implicit operator Paging(PageQuery query) => query.Paging;

    public static ValueTask<PageQuery> BindAsync(HttpContext http, ParameterInfo parameter) =>
        new(new PageQuery(new(Limit(http.Request.Query["limit"]), Cursor(http.Request, http.Request.Query["cursor"]))));

    private static int Limit(string? text) =>
        string.IsNullOrEmpty(text) ? Paging.DefaultLimit
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is > 0 and <= Paging.MaxLimit ? limit
        : throw new RefusedRequestException(RequestRefusals.BadPaging);

    private static string? Cursor(HttpRequest request, string? text) =>
        string.IsNullOrEmpty(text) ? null : Cursors.Read(request, text) ?? throw new RefusedRequestException(RequestRefusals.BadPaging);
}
