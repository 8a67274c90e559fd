using System.Collections.Immutable;

namespace LmsActors.Chat;

/// <summary>Many who post into a room at the same time, each by its own right and its own operation.</summary>
public sealed class RoomPosterTests(TestSilo silo) : IClassFixture<TestSilo>
{
    private const string Tenant = "poster";
    private static readonly Person[] People = [new("ann", "Ann"), new("ben", "Ben")];

    [Fact]
    public async Task Post_OfManyAtOnce_NumbersEachOnceAndRefusesStrangersAlone()
    {
        var room = await RoomAsync("many");
        var poster = new RoomPoster(silo.Grains);
        var posts = Enumerable.Range(0, 500).Select(i => Message(i % 5 == 4 ? "eve" : i % 2 == 0 ? "ann" : "ben", $"m{i}")).ToList();

        var posted = await Task.WhenAll(posts.Select(post => poster.PostAsync(room, post)));

        Assert.All(posted.Where((_, i) => i % 5 == 4), result => Assert.Equal(RoomRefusals.Unknown.Code, result.Refusal?.Code));
        var messages = posted.Where(result => result.IsOk).Select(result => result.Value!).ToList();
        Assert.Equal(Enumerable.Range(1, 400).Select(n => (long)n), messages.Select(message => message.Sequence).Order());
        Assert.All(posted.Zip(posts).Where(pair => pair.First.IsOk), pair => Assert.Equal(pair.Second.Text, pair.First.Value!.Text));
        var held = (await silo.Grains.GetGrain<IRoomGrain>(room).PageAsync(Viewer("ann"), 0, 500)).Value!.Items;
        Assert.Equal(messages.OrderByDescending(message => message.Sequence).Select(message => message.Id), held.Select(message => message.Id));
    }

    [Fact]
    public async Task Post_RepeatedAmongOthers_IsAnsweredAndNotRepeated()
    {
        var room = await RoomAsync("again");
        var poster = new RoomPoster(silo.Grains);
        var post = Message("ann", "once");
        var first = (await poster.PostAsync(room, post)).Value!;

        var again = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => poster.PostAsync(room, i % 2 == 0 ? post : Message("ben", $"m{i}"))));

        Assert.All(again.Where((_, i) => i % 2 == 0), result => Assert.Equal(first.Id, result.Value!.Id));
        Assert.Equal(26, (await silo.Grains.GetGrain<IRoomGrain>(room).ReadAsync(Viewer("ann"))).Value!.MessageCount);
    }

    private static PostMessage Message(string by, string text) => new(Viewer(by), new(Ids.DeriveGuid(by, text), 1), text, $"<p>{text}</p>", null, []);

    private static Viewer Viewer(string id) => new(Tenant, id, id, "employees", false, ImmutableHashSet<string>.Empty);

    private async Task<string> RoomAsync(string id)
    {
        var room = new ActorKey(Tenant, id).ToString();
        await silo.Grains.GetGrain<IRoomGrain>(room).CreateAsync(new("Room " + id, Participants: People));
        return room;
    }
}
