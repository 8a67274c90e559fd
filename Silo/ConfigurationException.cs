namespace LmsActors.Hosting;

/// <summary>The configuration asks for something that there is not; the message says what is allowed.</summary>
public sealed class ConfigurationException(string message) : Exception(message)
{
    /// <summary>Reads a word of an enumeration, whatever its case.</summary>
    /// <param name="name">The setting, as an environment variable.</param>
    /// <param name="value">What it is set to, if it is.</param>
    /// <param name="otherwise">What it means when it is not set.</param>
    /// <exception cref="ConfigurationException">It is none of the words.</exception>
    internal static T Word<T>(string name, string? value, T otherwise)
        where T : struct, Enum =>
        string.IsNullOrEmpty(value) ? otherwise
        : Enum.GetNames<T>().FirstOrDefault(word => word.Equals(value, StringComparison.OrdinalIgnoreCase)) is { } word ? Enum.Parse<T>(word)
        : throw new ConfigurationException($"{name} is '{value}', which there is not. Allowed: {string.Join(", ", Enum.GetNames<T>())}.");

    /// <summary>Reads a switch.</summary>
    /// <param name="name">The setting, as an environment variable.</param>
    /// <param name="value">What it is set to, if it is.</param>
    /// <param name="otherwise">What it means when it is not set.</param>
    /// <exception cref="ConfigurationException">It is neither true nor false.</exception>
    internal static bool Flag(string name, string? value, bool otherwise) =>
        string.IsNullOrEmpty(value) ? otherwise
        : bool.TryParse(value, out var flag) ? flag
        : throw new ConfigurationException($"{name} is '{value}'. Allowed: true, false.");
}
