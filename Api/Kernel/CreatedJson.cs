using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;

namespace LmsActors.Kernel;

/// <summary>
/// 201 with where the new thing is, and the thing. Its length is stated and it is written at once: the framework's own result is sent in
/// chunks, which costs server and client a system call more for each of these small answers.
/// </summary>
internal sealed class CreatedJson<T>(string location, T value) : IResult, IEndpointMetadataProvider, IStatusCodeHttpResult, IValueHttpResult<T>
{
    private const string MediaType = "application/json";

    public int? StatusCode => StatusCodes.Status201Created;

    public T Value => value;

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status201Created, typeof(T), [MediaType]));

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var options = httpContext.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        var body = JsonSerializer.SerializeToUtf8Bytes(value, options);
        var response = httpContext.Response;
        response.StatusCode = StatusCodes.Status201Created;
        response.Headers.Location = location;
        response.ContentType = MediaType + "; charset=utf-8";
        response.ContentLength = body.Length;
        return response.BodyWriter.WriteAsync(body, httpContext.RequestAborted).AsTask();
    }
}

/// <summary>Makes results whose type the compiler finds.</summary>
internal static class CreatedJson
{
    public static CreatedJson<T> At<T>(string location, T value) => new(location, value);
}
