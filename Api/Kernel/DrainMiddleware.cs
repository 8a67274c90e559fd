using LmsActors.Hosting;
using Microsoft.Net.Http.Headers;

namespace LmsActors.Kernel;

/// <summary>
/// While this process drains it answers as ever, and asks to be connected to no more: a balancer of connections, which does not look at
/// requests, would otherwise go on sending them here over those that are open.
/// </summary>
internal sealed class DrainMiddleware(RequestDelegate next, Drain drain)
{
    public Task InvokeAsync(HttpContext http)
    {
        if (drain.Begun.IsCancellationRequested && !http.Request.Headers.ContainsKey(HeaderNames.Upgrade))
        {
            http.Response.Headers.Connection = "close";
        }

        return next(http);
    }
}
