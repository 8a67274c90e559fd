using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.Logging;

namespace LmsActors.Hosting;

/// <summary>How talkative a process is, unless it is told otherwise.</summary>
public static class QuietLogging
{
    /// <summary>In one process, and when it stops, what Orleans and its retries have to tell is no news.</summary>
    private static readonly (string Category, LogLevel Level)[] LogLevels =
    [
        ("Default", LogLevel.Warning),
        ("Microsoft.Hosting.Lifetime", LogLevel.Information),
        ("Microsoft.AspNetCore.DataProtection", LogLevel.Error),
        ("Orleans.Grain", LogLevel.Critical),
        ("Orleans.Journaling", LogLevel.Critical), // the storage and the actors tell of it themselves, once
        ("Orleans.Messaging", LogLevel.Critical),
        ("Orleans.Runtime.Silo", LogLevel.Error),
        ("Orleans.Runtime.Watchdog", LogLevel.Error),
        ("Polly", LogLevel.None),
        ("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None),
        ("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None),
        ("Orleans.Runtime.MembershipService", LogLevel.Critical),
    ];

    /// <summary>Defaults below every other source of configuration, so that <c>Logging__LogLevel__…</c> has the last word.</summary>
    public static void AddQuietLogging(this IConfigurationManager configuration)
    {
        configuration.Sources.Insert(0, new MemoryConfigurationSource
        {
            InitialData = LogLevels.Select(level => KeyValuePair.Create($"Logging:LogLevel:{level.Category}", (string?)level.Level.ToString())),
        });
    }
}
