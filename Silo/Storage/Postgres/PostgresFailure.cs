using Npgsql;

namespace LmsActors.Storage.Postgres;

/// <summary>What an error of the driver means, and how it is told of without what must stay secret.</summary>
internal static class PostgresFailure
{
    public static string Describe(NpgsqlConnectionStringBuilder settings) => $"{settings.Host}:{settings.Port}/{settings.Database}";

    public static string Reason(Exception failure) => failure switch
    {
        PostgresException answer => $"{answer.MessageText} ({answer.SqlState})",
        OperationCanceledException => "it did not answer in time",
        { InnerException: { } inner } => $"{failure.Message} ({inner.Message})",
        _ => failure.Message,
    };

    /// <summary>The transaction was rolled back because of another one, as the server itself says: it may be made again.</summary>
    public static bool IsConflict(Exception failure) => failure is PostgresException
    {
        SqlState: PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.UniqueViolation,
    };

    /// <summary>The connection is gone or of no more use: a new one may do.</summary>
    public static bool IsBroken(Exception failure) => failure switch
    {
        PostgresException answer => answer.SqlState.StartsWith("57P", StringComparison.Ordinal) || answer.SqlState.StartsWith("08", StringComparison.Ordinal),
        NpgsqlException => failure.InnerException is not TimeoutException,
        _ => false,
    };

    /// <summary>The server is not there, or does not answer: what else waits for it need not wait as long again.</summary>
    public static bool IsOutage(Exception failure) => IsBroken(failure) || failure is OperationCanceledException or NpgsqlException { InnerException: TimeoutException };
}
