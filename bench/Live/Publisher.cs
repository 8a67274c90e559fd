using System.Globalization;

namespace LmsActors.Bench;

/// <summary>Posts messages of 256 bytes into the room, the way that the server offers: over REST to ours, over a socket to the others.</summary>
internal sealed class Publisher(string kind, string url, string room, string learner, WireClient? client)
{
    private static readonly string Filler = new('m', 240);
    private readonly BenchClient _rest = new(url);
    private long _count;

    public Task PostAsync()
    {
        var text = (++_count).ToString("D16", CultureInfo.InvariantCulture) + Filler;
        var message = $$"""{"id":"0198c0ffee0000000000000000000000.{{_count}}","sequence":{{_count}},"authorId":"{{learner}}","authorName":"Learner driver","sentAt":"2026-01-01T00:00:00Z","text":"{{text}}"}""";
        return kind switch
        {
            "ours" => _rest.SendAsync(HttpMethod.Post, $"rooms/{room}/messages", learner, new { text }),
            "raw" => client!.SendAsync(Wire.Frame($$"""{"type":1,"target":"Post","arguments":["{{room}}",{{message}}]}""" + "\u001e")),
            _ => client!.SendAsync(Wire.Frame($$"""42["post","{{room}}",{{message}}]""")),
        };
    }
}
