using LmsActors.Accounts;
using LmsActors.Tenants;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LmsActors.Backup;

/// <summary>What <c>export --server</c> speaks to.</summary>
internal static class BackupEndpoints
{
    public const string Path = "api/v1/admin/export";
    public const string Gzip = "application/gzip";
    public const string Lines = "application/x-ndjson";

    public static void MapBackup(this RouteGroupBuilder api) => api.MapGet("/admin/export", ExportAsync)
        .RequireAuthorization(AccountsSetup.Admin)
        .WithTags("Administration")
        .Produces<string>(StatusCodes.Status200OK, Lines, Gzip);

    /// <summary>
    /// A backup of the tenant, as it is at one moment, for `import archive`. Lines of JSON, or gzipped if `Accept` says `application/gzip`:
    /// one about the archive, one or more for each actor's log, and a last one with counts and checksum; without the last line it was cut short.
    /// Actors of other tenants are not in it. One at a time for each server.
    /// </summary>
    private static async Task<Results<PushStreamHttpResult, RefusalHttpResult>> ExportAsync(
        Admin admin, HttpRequest request, BackupGate gate, CancellationToken cancellation)
    {
        if (await gate.TryEnterAsync(cancellation) is not { } backup)
        {
            return BackupGate.Busy.ToHttp();
        }

        request.HttpContext.Response.RegisterForDisposeAsync(backup);
        var isZipped = request.Headers.Accept.Any(accept => accept?.Contains(Gzip, StringComparison.OrdinalIgnoreCase) == true);
        return TypedResults.Stream(
            body => backup.WriteAsync(body, isZipped, admin.Tenant, cancellation),
            isZipped ? Gzip : Lines,
            $"{admin.Tenant}.jsonl{(isZipped ? ".gz" : "")}");
    }
}
