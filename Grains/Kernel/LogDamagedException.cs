namespace LmsActors.Kernel;

/// <summary>
/// What is stored of an actor is not what was written: it cannot come to life before its log is restored, and calling it again changes
/// nothing. It crosses between silos, so it carries no inner exception; that one is in the log of the silo that read it.
/// </summary>
[GenerateSerializer, Alias("log-damaged")]
public sealed class LogDamagedException(string log, string reason) : Exception($"The log of {log} is damaged: {reason}")
{
    /// <summary>The name of the log, which is that of its actor.</summary>
    [Id(0)]
    public string Log { get; private set; } = log;

    /// <summary>This exception in what a call ended with; null if it failed of something else.</summary>
    public static LogDamagedException? In(Exception? failure)
    {
        while (failure is not null and not LogDamagedException)
        {
            failure = failure.InnerException;
        }

        return (LogDamagedException?)failure;
    }
}
