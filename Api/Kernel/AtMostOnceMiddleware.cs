namespace LmsActors.Kernel;

/// <summary>
/// A request may be carried out again when a silo was lost on the way, if doing it twice is as doing it once: HTTP says so of its method
/// (RFC 9110, section 9.2.2), or it has an <c>Idempotency-Key</c>.
/// </summary>
internal sealed class AtMostOnceMiddleware(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext http)
    {
        var method = http.Request.Method;
        AtMostOnce.IsWanted = (HttpMethods.IsPost(method) || HttpMethods.IsPatch(method)) && !http.Request.Headers.ContainsKey(Operations.Header);
        await next(http);
    }
}
