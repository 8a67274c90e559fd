using System.Reflection;

namespace LmsActors.Kernel;

/// <summary>Who makes a request, as verified, and what the request is to be known by when it is repeated.</summary>
/// <param name="Viewer">The learner.</param>
/// <param name="Operation">Made from <c>Idempotency-Key</c>, for this learner only; none if the request has no such header.</param>
internal sealed record Caller(Viewer Viewer, Operation Operation, TimeProvider Time)
{
    public const int MaxKeyLength = 128;

    /// <summary>An id for something new: derived from the operation, so that a retry means the same thing; else a fresh one.</summary>
    /// <param name="kind">What it is the id of; ids of different kinds differ.</param>
    public string NewId(string kind) =>
        Operation.IsNone ? Ids.New(Time.GetUtcNow()) : Ids.Derive(kind, Viewer.Tenant, Viewer.LearnerId, Operation.Id.ToString("N"));

    public static async ValueTask<Caller?> BindAsync(HttpContext http, ParameterInfo parameter)
    {
        var viewer = await http.RequestServices.GetRequiredService<IViewers>().OfAsync(http.User)
            ?? throw new RefusedRequestException(RequestRefusals.LearnerRequired);
        var operation = await Operations.OfAsync(http, viewer.Tenant, viewer.LearnerId);
        return new(viewer, operation, http.RequestServices.GetRequiredService<TimeProvider>());
    }
}

/// <summary>Somebody who is not known yet, and what the request is to be known by when it is repeated.</summary>
internal sealed record AnonymousCaller(Operation Operation)
{
    public static async ValueTask<AnonymousCaller?> BindAsync(HttpContext http, ParameterInfo parameter) =>
        new(await Operations.OfAsync(http, "", "anonymous"));
}

/// <summary>Finds the viewer behind a verified identity.</summary>
internal interface IViewers
{
    /// <summary>Null when the identity is no learner: an API key that acts for nobody.</summary>
    ValueTask<Viewer?> OfAsync(System.Security.Claims.ClaimsPrincipal user);
}
