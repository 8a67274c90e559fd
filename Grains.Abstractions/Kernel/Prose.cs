using System.Buffers;

namespace LmsActors.Kernel;

/// <summary>What people write at length: posts, comments, messages.</summary>
public static class Prose
{
    private static readonly SearchValues<char> Controls = SearchValues.Create(
        [.. Enumerable.Range(0, 0xA0).Select(code => (char)code).Where(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t'))]);

    /// <summary>Whether there are control characters in it, NUL first of all; line breaks and tabs are none.</summary>
    public static bool HasControls(string text) => text.AsSpan().ContainsAny(Controls);
}
