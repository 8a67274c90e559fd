using System.ComponentModel.DataAnnotations;

namespace LmsActors.Live;

/// <summary>Settings of the live hub (configuration section <c>Live</c>).</summary>
internal sealed class LiveOptions
{
    public const string Section = "Live";

    /// <summary>Origins of other sites whose pages may connect, as <c>https://lms.example.org</c>. The server's own is always allowed.</summary>
    public string[] AllowedOrigins { get; set; } = [];

    /// <summary>How many calls a connection may make per second in the long run.</summary>
    [Range(1, 10_000)]
    public int CallsPerSecond { get; set; } = 50;

    /// <summary>How many calls a connection may make at once.</summary>
    [Range(1, 100_000)]
    public int CallBurst { get; set; } = 400;
}
