using System.Reflection;
using LmsActors.Accounts;

namespace LmsActors.Tenants;

/// <summary>An administrator of a tenant, person or machine, as a request brings it.</summary>
/// <param name="Tenant">The tenant; there is no way to name another.</param>
/// <param name="Operation">Made from <c>Idempotency-Key</c>.</param>
internal sealed record Admin(string Tenant, Operation Operation)
{
    public static async ValueTask<Admin?> BindAsync(HttpContext http, ParameterInfo parameter)
    {
        var tenant = http.User.TenantId() ?? throw new RefusedRequestException(RequestRefusals.Unauthenticated);
        return new(tenant, await Operations.OfAsync(http, tenant, http.User.LearnerId() ?? $"key:{http.User.ApiKeyId()}"));
    }
}
