using System.Reflection;
using LmsActors.Accounts;

namespace LmsActors.Tenants;

/// <summary>Who makes a request: a learner, or a machine in its own name, which may do what administrators may.</summary>
/// <param name="Viewer">The learner; for a machine, one with an empty id.</param>
/// <param name="Operation">Made from <c>Idempotency-Key</c>.</param>
internal sealed record Requester(Viewer Viewer, Operation Operation, TimeProvider Time)
{
    public static async ValueTask<Requester?> BindAsync(HttpContext http, ParameterInfo parameter)
    {
        if (http.User.LearnerId() is null && http.User.ApiKeyId() is not null)
        {
            var admin = (await Admin.BindAsync(http, parameter))!;
            var time = http.RequestServices.GetRequiredService<TimeProvider>();
            return new(new(admin.Tenant, "", "", "", true, []), admin.Operation, time);
        }

        var caller = (await Caller.BindAsync(http, parameter))!;
        return new(caller.Viewer, caller.Operation, caller.Time);
    }
}
