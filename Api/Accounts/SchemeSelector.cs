using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace LmsActors.Accounts;

/// <summary>Chooses the way of proof from what a request brings: a key, a token of ours, a token of a configured issuer, a cookie.</summary>
internal static class SchemeSelector
{
    private const string BearerPrefix = "Bearer ";

    public static string Select(HttpContext http)
    {
        var request = http.Request;
        if (request.Headers.ContainsKey(ApiKeyHandler.Header))
        {
            return Schemes.ApiKey;
        }

        if (request.Headers.Authorization is [{ } authorization] && authorization.StartsWith(BearerPrefix, StringComparison.OrdinalIgnoreCase))
        {
            return OfToken(http, authorization.AsSpan(BearerPrefix.Length));
        }

        if (request.Path.StartsWithSegments("/live") && request.Query["access_token"] is [{ Length: > 0 } token])
        {
            return OfToken(http, token);
        }

        return IsForPrograms(request) && !request.Headers.ContainsKey("Cookie") ? Schemes.Bearer : Schemes.Cookie;
    }

    /// <summary>Whether an answer is read by a program, which is not to be sent to a page for signing in.</summary>
    public static bool IsForPrograms(HttpRequest request) =>
        request.Path.StartsWithSegments("/api") || request.Path.StartsWithSegments("/live") || request.Path.StartsWithSegments("/metrics");

    private static string OfToken(HttpContext http, ReadOnlySpan<char> token) =>
        token.StartsWith("eyJ") && token.Count('.') == 2 && IssuerOf(token) is { } issuer
            && http.RequestServices.GetRequiredService<Issuers>().SchemeOf(issuer) is { } scheme
                ? scheme
                : Schemes.Bearer;

    /// <summary>Reads who claims to have issued a JWT. Nothing is believed yet: it only tells by whose keys to check it.</summary>
    private static string? IssuerOf(ReadOnlySpan<char> token)
    {
        try
        {
            var body = token[(token.IndexOf('.') + 1)..];
            var json = WebEncoders.Base64UrlDecode(body[..body.IndexOf('.')].ToString());
            var reader = new Utf8JsonReader(json);
            while (reader.Read())
            {
                if (reader.CurrentDepth == 1 && reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("iss"u8))
                {
                    return reader.Read() && reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
                }
            }

            return null;
        }
        catch (Exception e) when (e is FormatException or JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
