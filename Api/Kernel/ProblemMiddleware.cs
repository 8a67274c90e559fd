using System.Text.Json;

namespace LmsActors.Kernel;

/// <summary>
/// Nothing leaves the API without a problem that says what is wrong: neither exceptions nor bare status codes. Pages are left
/// alone, except that an exception in one is logged here too.
/// </summary>
internal sealed class ProblemMiddleware(RequestDelegate next, ILogger<ProblemMiddleware> logger)
{
    private static readonly Refusal ServerError = new(RefusalKind.Unavailable, "server.error", "Something went wrong here; it has been logged.");

    public async Task InvokeAsync(HttpContext http)
    {
        try
        {
            await next(http);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            return;
        }
        catch (Exception e) when (!http.Response.HasStarted)
        {
            await AnswerAsync(http, e);
            return;
        }

        await CompleteAsync(http);
    }

    private static Task CompleteAsync(HttpContext http)
    {
        var response = http.Response;
        var isBare = response.StatusCode >= 400 && !response.HasStarted && response.ContentLength is null && response.ContentType is null;
        return isBare && IsApi(http) && OfStatus(response.StatusCode) is { } refusal
            ? Problems.WriteAsync(http, refusal, response.StatusCode)
            : Task.CompletedTask;
    }

    private static bool IsApi(HttpContext http) => http.Request.Path.StartsWithSegments("/api");

    private static Refusal? OfStatus(int status) => status switch
    {
        StatusCodes.Status400BadRequest => RequestRefusals.Malformed("The request could not be understood."),
        StatusCodes.Status401Unauthorized => RequestRefusals.Unauthenticated,
        StatusCodes.Status403Forbidden => RequestRefusals.Forbidden,
        StatusCodes.Status404NotFound => RequestRefusals.NoRoute,
        StatusCodes.Status405MethodNotAllowed => RequestRefusals.WrongMethod,
        StatusCodes.Status413PayloadTooLarge => RequestRefusals.TooLarge,
        StatusCodes.Status415UnsupportedMediaType => RequestRefusals.WrongMediaType,
        _ => null,
    };

    private async Task AnswerAsync(HttpContext http, Exception exception)
    {
        http.Response.Clear();
        switch (exception)
        {
            case RefusedRequestException refused:
                await Problems.WriteAsync(http, refused.Refusal);
                break;
            case BadHttpRequestException bad:
                await Problems.WriteAsync(http, OfBadRequest(bad), bad.StatusCode);
                break;
            case var damaged when LogDamagedException.In(damaged) is not null:
                // The storage has told of it once; it would otherwise be told again with each request.
                await Problems.WriteAsync(http, RequestRefusals.LogDamaged, StatusCodes.Status500InternalServerError);
                break;
            case var passing when Outage.IsMeantBy(passing):
                logger.LogWarning(exception, "{Method} {Path} could not be carried through.", http.Request.Method, http.Request.Path);
                await Problems.WriteAsync(http, RequestRefusals.StorageUnavailable);
                break;
            default:
                logger.LogError(exception, "{Method} {Path} failed.", http.Request.Method, http.Request.Path);
                await Problems.WriteAsync(http, ServerError, StatusCodes.Status500InternalServerError);
                break;
        }
    }

    private static Refusal OfBadRequest(BadHttpRequestException bad) => bad.StatusCode switch
    {
        StatusCodes.Status413PayloadTooLarge => RequestRefusals.TooLarge,
        StatusCodes.Status415UnsupportedMediaType => RequestRefusals.WrongMediaType,
        _ when bad.InnerException is JsonException { Path: { Length: > 1 } path } =>
            RequestRefusals.Malformed($"The JSON is malformed, or something in it is missing or of the wrong type, at {path}."),
        _ when bad.InnerException is JsonException => RequestRefusals.Malformed("The body is malformed JSON, or something in it is missing."),
        _ => RequestRefusals.Malformed("Something in the request is missing or of the wrong type."),
    };
}
