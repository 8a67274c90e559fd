using System.Reflection;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Scalar.AspNetCore;

namespace LmsActors.Kernel;

/// <summary>The description of the API, for programs (OpenAPI 3.1) and for people.</summary>
internal static class ReferenceSetup
{
    public const string Page = "/docs";
    private const string Document = "/openapi/v1.json";

    public static void AddReference(this IServiceCollection services)
    {
        services.AddOpenApi("v1", options =>
        {
            options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            options.ShouldInclude = description => description.RelativePath?.StartsWith("api/", StringComparison.Ordinal) == true;
            options.AddDocumentTransformer(DescribeAsync);
            options.AddOperationTransformer(NameKeyAsync);
            options.AddOperationTransformer(NamePagingAsync);
            var comments = new Lazy<XmlComments>();
            options.AddOperationTransformer((operation, context, _) =>
            {
                comments.Value.Describe(operation, context);
                return Task.CompletedTask;
            });
            options.AddSchemaTransformer((schema, context, _) =>
            {
                comments.Value.Describe(schema, context);
                return Task.CompletedTask;
            });
        });
        services.AddOutputCache();
    }

    public static void MapReference(this WebApplication app)
    {
        // Made once and kept: it does not change while the server runs.
        app.UseOutputCache();
        app.MapOpenApi("/openapi/{documentName}.json").CacheOutput(cache => cache.Expire(TimeSpan.FromHours(1)));
        app.MapScalarApiReference(Page, options =>
        {
            options.Title = "LmsActors";
            options.OpenApiRoutePattern = Document;
            options.DefaultFonts = false;
            options.Telemetry = false;
            options.ShowDeveloperTools = DeveloperToolsVisibility.Never;
            options.DisableAgent().DisableMcp().HideClientButton();
        }).ExcludeFromDescription();
    }

    private static Task DescribeAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellation)
    {
        document.Info = new()
        {
            Title = "LmsActors",
            Version = "v1",
            Description = "The social layer for learning platforms. Ids are opaque strings. Lists are `{ items, next }`; `next` is the cursor of the next page. "
                + "Errors are problem details (RFC 9457) with a stable `code`. A POST, PUT, PATCH or DELETE with an `Idempotency-Key` may be sent again: "
                + "it is answered and not repeated.",
        };
        document.Servers = [new() { Url = "/" }];
        var components = document.Components ??= new();
        components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            ["bearer"] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "The accessToken of /api/v1/accounts/login, or a JWT of a configured issuer.",
            },
            ["apiKey"] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Header,
                Name = "X-Api-Key",
                Description = "A machine's key. It may act for a learner, whose id it sends in X-On-Behalf-Of.",
            },
        };
        document.Security =
        [
            new() { [new OpenApiSecuritySchemeReference("bearer", document)] = [] },
            new() { [new OpenApiSecuritySchemeReference("apiKey", document)] = [] },
        ];
        return Task.CompletedTask;
    }

    private static Task NamePagingAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        var handler = context.Description.ActionDescriptor.EndpointMetadata.OfType<MethodInfo>().FirstOrDefault();
        if (handler?.GetParameters().Any(parameter => parameter.ParameterType == typeof(PageQuery)) == true)
        {
            operation.Parameters ??= [];
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = "limit",
                In = ParameterLocation.Query,
                Description = "How many items a page has.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.Integer, Minimum = "1", Maximum = $"{Paging.MaxLimit}", Default = Paging.DefaultLimit },
            });
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = "cursor",
                In = ParameterLocation.Query,
                Description = "The `next` of the page before.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = Cursors.MaxLength },
            });
        }

        return Task.CompletedTask;
    }

    /// <summary>Every route that changes something may be repeated under one key.</summary>
    private static Task NameKeyAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        if (context.Description.HttpMethod is not ("GET" or "HEAD"))
        {
            operation.Parameters ??= [];
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = Operations.Header,
                In = ParameterLocation.Header,
                Description = "Names this intention; a UUID. The same key again, with the same content, gets the first answer.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = Caller.MaxKeyLength },
                Example = "0197c3a1-5b7e-7c43-9f0a-3d1d2f6b8a55",
            });
        }

        return Task.CompletedTask;
    }
}
