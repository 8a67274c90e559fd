using System.Globalization;

namespace LmsActors.Kernel;

/// <summary>
/// Cursors as clients get them: the place in the list, and a mark by which a cursor of another list, or of nobody, is told apart, so
/// that it is refused and does not begin the list anew. Not a secret: what a caller may see is checked at every page.
/// </summary>
internal static class Cursors
{
    /// <summary>The longest name in ten scripts, written out, fits.</summary>
    public const int MaxLength = 2048;

    private const char Seal = '~';

    /// <summary>The cursor of <paramref name="place"/> in the list at the address of the request.</summary>
    public static string Write(HttpRequest request, string place) => $"{place}{Seal}{Mark(request, place):x8}";

    /// <summary>The place that a cursor of this list stands for; null if it is none.</summary>
    public static string? Read(HttpRequest request, string cursor)
    {
        var seal = cursor.LastIndexOf(Seal);
        return seal > 0
            && cursor.Length <= MaxLength
            && uint.TryParse(cursor.AsSpan(seal + 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var mark)
            && mark == Mark(request, cursor[..seal])
                ? cursor[..seal]
                : null;
    }

    private static uint Mark(HttpRequest request, string place) => Ids.Spread($"{request.Path.Value}\n{place}");
}
