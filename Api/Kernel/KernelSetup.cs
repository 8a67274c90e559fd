using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace LmsActors.Kernel;

/// <summary>What every slice's endpoints stand on.</summary>
internal static class KernelSetup
{
    /// <summary>The largest body that a request may have, in bytes.</summary>
    public const int MaxBody = 256 * 1024;

    public static void AddApiKernel(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.Configure<JsonOptions>(options => ShapeLikeStreams(options.SerializerOptions));
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxBody;
        });
    }

    /// <summary>Goes before all others, so that whatever happens ends in a problem.</summary>
    public static void UseApiKernel(this WebApplication app)
    {
        app.UseMiddleware<DrainMiddleware>();
        app.UseMiddleware<AtMostOnceMiddleware>();
        app.UseMiddleware<ProblemMiddleware>();
    }

    /// <summary>The JSON of REST is that of streams; and what a request's type does not call nullable must be there.</summary>
    private static void ShapeLikeStreams(JsonSerializerOptions options)
    {
        var streams = LiveJson.Options;
        options.PropertyNamingPolicy = streams.PropertyNamingPolicy;
        options.DefaultIgnoreCondition = streams.DefaultIgnoreCondition;
        options.RespectNullableAnnotations = true;
        options.TypeInfoResolver = (options.TypeInfoResolver ?? new DefaultJsonTypeInfoResolver()).WithAddedModifier(RequireWhatIsNotNullable);
        foreach (var converter in streams.Converters)
        {
            options.Converters.Add(converter);
        }
    }

    private static void RequireWhatIsNotNullable(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object || !type.Type.Name.EndsWith("Request", StringComparison.Ordinal))
        {
            return;
        }

        foreach (var property in type.Properties)
        {
            if (property.AssociatedParameter is { HasDefaultValue: false, IsNullable: false } && !IsNullableValue(property.PropertyType))
            {
                property.IsRequired = true;
            }
        }
    }

    private static bool IsNullableValue(Type type) => Nullable.GetUnderlyingType(type) is not null;
}
