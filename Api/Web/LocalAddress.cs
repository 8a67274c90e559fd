namespace LmsActors.Web;

/// <summary>Where a page may send someone on: addresses of this server only.</summary>
internal static class LocalAddress
{
    /// <summary>The address if it is a local path, else the home page. Browsers take <c>//host</c> and <c>/\host</c> for other servers.</summary>
    public static string Of(string? address) =>
        address is ['/', ..] && address is not ['/', '/' or '\\', ..] && !address.Any(char.IsControl) ? address : "/";
}
