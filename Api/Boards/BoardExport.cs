using System.Globalization;
using System.Text;
using System.Text.Json;
using LmsActors.Tenants;

namespace LmsActors.Boards;

/// <summary>A whole leaderboard, as it is at one moment, for those who count with it: JSON, NDJSON or CSV, sent as it is read.</summary>
internal static class BoardExport
{
    public const string Csv = "text/csv";
    public const string Lines = "application/x-ndjson";

    private static readonly Refusal BadFormat = Refusal.Invalid("analytics.format-unknown", "'format' is json, csv or ndjson.");

    /// <summary>
    /// The whole leaderboard as it is at one moment, for administrators: by <c>format</c> (<c>json</c>, <c>csv</c>, <c>ndjson</c>) or by
    /// <c>Accept</c>. Names of learners who go by a pseudonym are shown, those who are hidden are not in it. In CSV (RFC 4180) a cell that a
    /// spreadsheet would take for a formula begins with an apostrophe.
    /// </summary>
    public static async Task SendAsync(string boardId, string? format, Requester caller, IGrainFactory grains, HttpContext http)
    {
        var board = grains.Board(caller.Viewer, boardId, caller.Time.GetUtcNow());
        var first = board is null ? BoardEndpoints.Unknown : await board.ListAsync(caller.Viewer, null, 0);
        if ((Type(format, http.Request) is null ? BadFormat : first.Refusal) is { } refusal)
        {
            await refusal.ToHttp().ExecuteAsync(http);
            return;
        }

        var type = Type(format, http.Request)!;
        http.Response.ContentType = $"{type}; charset=utf-8";
        await using var body = new StreamWriter(http.Response.Body, new UTF8Encoding(false), bufferSize: 1 << 16);
        await body.WriteAsync(Head(type, first.Value!.Page));
        for (var (stretch, sent) = (first.Value!, 0); ;)
        {
            foreach (var item in stretch.Page.Items)
            {
                await body.WriteAsync(Row(type, item, isFirst: sent++ == 0));
            }

            if (stretch.Page.Items.Count < BoardLimits.Stretch)
            {
                await body.WriteAsync(type == Csv || type == Lines ? "" : "]}");
                return;
            }

            await body.FlushAsync(http.RequestAborted);
            var next = await board!.ListAsync(caller.Viewer, stretch.Version, sent);
            if (next.Value is null)
            {
                // Half a table must not look like a whole one.
                http.Abort();
                return;
            }

            stretch = next.Value;
        }
    }

    private static string? Type(string? format, HttpRequest request) => format switch
    {
        "csv" => Csv,
        "ndjson" => Lines,
        "json" => "application/json",
        null when request.Headers.Accept.Any(accept => accept?.Contains(Csv, StringComparison.OrdinalIgnoreCase) == true) => Csv,
        null when request.Headers.Accept.Any(accept => accept?.Contains(Lines, StringComparison.OrdinalIgnoreCase) == true) => Lines,
        null => "application/json",
        _ => null,
    };

    private static string Head(string type, BoardPage board) => type switch
    {
        Csv => "rank,learnerId,externalId,name,value\r\n",
        Lines => "",
        _ => JsonSerializer.Serialize(board with { Items = [] }, LiveJson.Options).TrimEnd('}').TrimEnd(']'),
    };

    private static string Row(string type, BoardItem item, bool isFirst) => type switch
    {
        Csv => string.Create(CultureInfo.InvariantCulture, $"{item.Rank},{Cell(item.LearnerId)},{Cell(item.ExternalId)},{Cell(item.Name)},{item.Value}\r\n"),
        Lines => JsonSerializer.Serialize(item, LiveJson.Options) + "\n",
        _ => (isFirst ? "" : ",") + JsonSerializer.Serialize(item, LiveJson.Options),
    };

    /// <summary>
    /// A cell of CSV that no spreadsheet runs (OWASP, CSV Injection): a beginning that means a formula is made text by an apostrophe.
    /// </summary>
    internal static string Cell(string? text)
    {
        text ??= "";
        var isFormula = text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n' or '＝' or '＋' or '－' or '＠';
        var safe = isFormula ? "'" + text : text;
        return safe.AsSpan().IndexOfAny(",\"\r\n") >= 0 || safe.StartsWith('\'') ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }
}
