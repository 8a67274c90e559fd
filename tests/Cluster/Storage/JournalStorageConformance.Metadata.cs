using System.Buffers;
using Orleans.Journaling;

namespace LmsActors.Storage;

public abstract partial class JournalStorageConformance
{
    private static readonly Dictionary<string, string> Colour = new() { ["colour"] = "blue" };

    [Fact]
    public async Task Format_OfWhatWasWritten_ComesBackWithTheReading()
    {
        await (await Provider.OwnAsync("room/1")).AppendAsync("appended");
        await (await Provider.OwnAsync("room/2")).ReplaceAsync("replaced");
        var made = Provider.CreateStorage(new JournalId("room/3"));
        await made.CreateIfNotExistsAsync();
        await made.AppendAsync("made");

        await ReopenAsync("json-lines");

        foreach (var name in new[] { "room/1", "room/2", "room/3" })
        {
            var storage = Provider.CreateStorage(new JournalId(name));
            Assert.Equal(Format, (await storage.ReadAllAsync()).Metadata?.FormatKey);
            Assert.Equal(Format, (await storage.GetMetadataAsync())?.FormatKey);
        }
    }

    [Fact]
    public async Task Format_Changed_IsRefusedForAppendsUntilReplaced()
    {
        await (await Provider.OwnAsync("room/1")).AppendAsync("binary");
        await ReopenAsync("json-lines");
        var storage = await Provider.OwnAsync("room/1");

        await Assert.ThrowsAsync<InvalidOperationException>(() => storage.AppendAsync("[json]"));
        await storage.ReplaceAsync("[snapshot]");
        await storage.AppendAsync("[json]");

        var read = await Provider.CreateStorage(new JournalId("room/1")).ReadAllAsync();
        Assert.Equal("[snapshot][json]", read.ToString());
        Assert.Equal("json-lines", read.Metadata?.FormatKey);
    }

    [Fact]
    public async Task Format_ChangedBeforeTheFirstWrite_IsThatOfTheWrite()
    {
        await Provider.CreateStorage(new JournalId("room/1")).CreateIfNotExistsAsync();
        await ReopenAsync("json-lines");
        await (await Provider.OwnAsync("room/1")).AppendAsync("[json]");

        Assert.Equal("json-lines", (await Provider.CreateStorage(new JournalId("room/1")).ReadAllAsync()).Metadata?.FormatKey);
    }

    [Fact]
    public async Task Create_Twice_OnlyTheFirstMakesItAndOwnsIt()
    {
        var first = Provider.CreateStorage(new JournalId("room/1"));
        var second = Provider.CreateStorage(new JournalId("room/1"));

        Assert.True(await first.CreateIfNotExistsAsync(Colour));
        Assert.False(await second.CreateIfNotExistsAsync(new Dictionary<string, string> { ["colour"] = "red" }));

        Assert.Equal("blue", (await second.GetMetadataAsync())!.Properties["colour"]);
        await first.AppendAsync("first");
        await Assert.ThrowsAsync<InvalidOperationException>(() => second.AppendAsync("unread"));
        Assert.Equal("first", await second.ReadTextAsync());
    }

    [Fact]
    public async Task Create_AfterAWrite_ChangesNothing()
    {
        var storage = await Provider.OwnAsync("room/1");
        await storage.AppendAsync("there");

        Assert.False(await storage.CreateIfNotExistsAsync(Colour));

        Assert.Empty((await storage.GetMetadataAsync())!.Properties);
        Assert.Equal("there", await storage.ReadTextAsync());
    }

    [Fact]
    public async Task UpdateMetadata_SetAndRemove_BothHappenAndTheETagChanges()
    {
        var storage = Provider.CreateStorage(new JournalId("room/1"));
        await storage.CreateIfNotExistsAsync(new Dictionary<string, string> { ["a"] = "1", ["b"] = "2" });
        var before = await storage.GetMetadataAsync();

        var after = await storage.UpdateMetadataAsync(new Dictionary<string, string> { ["b"] = "3", ["ç"] = "é" }, ["a", "absent"], before!.ETag);

        Assert.Equal(new Dictionary<string, string> { ["b"] = "3", ["ç"] = "é" }, after!.Properties);
        Assert.NotEqual(before.ETag, after.ETag);
        var found = await storage.GetMetadataAsync();
        Assert.Equal(after.Properties, found!.Properties);
        Assert.Equal(after.ETag, found.ETag);
    }

    [Fact]
    public async Task UpdateMetadata_WithAnOldETag_DoesNothing()
    {
        var storage = Provider.CreateStorage(new JournalId("room/1"));
        await storage.CreateIfNotExistsAsync();
        var old = (await storage.GetMetadataAsync())!.ETag;
        await storage.UpdateMetadataAsync(Colour);

        Assert.Null(await storage.UpdateMetadataAsync(new Dictionary<string, string> { ["colour"] = "red" }, expectedETag: old));

        Assert.Equal("blue", (await storage.GetMetadataAsync())!.Properties["colour"]);
    }

    [Fact]
    public async Task UpdateMetadata_OfNothing_AnswersNull()
    {
        var storage = Provider.CreateStorage(new JournalId("room/1"));

        Assert.Null(await storage.UpdateMetadataAsync(Colour));
        Assert.Null(await storage.GetMetadataAsync());
    }

    [Fact]
    public async Task UpdateMetadata_ByMany_WithETags_LosesNoUpdate()
    {
        var storage = Provider.CreateStorage(new JournalId("room/1"));
        await storage.CreateIfNotExistsAsync(new Dictionary<string, string> { ["count"] = "0" });

        async Task CountAsync()
        {
            while (true)
            {
                var found = (await storage.GetMetadataAsync())!;
                var next = new Dictionary<string, string> { ["count"] = $"{int.Parse(found.Properties["count"]) + 1}" };
                if (await storage.UpdateMetadataAsync(next, expectedETag: found.ETag) is not null)
                    return;
            }
        }

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => CountAsync()));

        Assert.Equal("20", (await storage.GetMetadataAsync())!.Properties["count"]);
    }

    [Theory]
    [InlineData("$format")]
    [InlineData(" ")]
    [InlineData("nul\0l")]
    public async Task Metadata_NamesOfTheProvider_AreRefused(string name)
    {
        var storage = Provider.CreateStorage(new JournalId("room/1"));
        var properties = new Dictionary<string, string> { [name] = "x" };

        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await storage.CreateIfNotExistsAsync(properties));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await storage.UpdateMetadataAsync(properties));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await storage.UpdateMetadataAsync(Colour, ["colour"]));
        Assert.Null(await storage.GetMetadataAsync());
    }

    [Fact]
    public async Task Metadata_StayWithWritesAndGoWithTheJournal()
    {
        var storage = Provider.CreateStorage(new JournalId("room/1"));
        await storage.CreateIfNotExistsAsync(Colour);
        var made = (await storage.GetMetadataAsync())!;
        await storage.AppendAsync("x");
        await storage.ReplaceAsync("y");
        Assert.Equal("blue", (await storage.GetMetadataAsync())!.Properties["colour"]);

        await storage.DeleteAsync();
        await storage.AppendAsync("z");

        var anew = (await storage.GetMetadataAsync())!;
        Assert.Empty(anew.Properties);
        Assert.NotEqual(made.ETag, anew.ETag);
    }

    [Fact]
    public async Task Catalog_ByPrefixAndBounds_ListsWhatThereIs()
    {
        foreach (var name in new[] { "room/1", "room/10", "room/2", "roof/1", "Room/1", "room/é", "room/\U0001F600" })
            await (await Provider.OwnAsync(name)).AppendAsync("x");
        var deleted = await Provider.OwnAsync("room/gone");
        await deleted.AppendAsync("x");
        await deleted.DeleteAsync();

        Assert.Equal(["room/1", "room/10", "room/2", "room/é", "room/\U0001F600"], await ListAsync(new() { Prefix = new("room/") }));
        Assert.Equal(["roof/1", "room/1", "room/10"], await ListAsync(new() { MinId = new("roof/1"), MaxId = new("room/10") }));
        Assert.Equal(["room/10", "room/2"], await ListAsync(new() { Prefix = new("room/"), MinId = new("room/10"), MaxId = new("room/2") }));
        Assert.Empty(await ListAsync(new() { Prefix = new("nothing") }));
        Assert.Equal(7, (await ListAsync(null)).Count);
    }

    [Fact]
    public async Task Catalog_OfMany_ListsEachOnceWithItsMetadata()
    {
        var names = Enumerable.Range(0, 1100).Select(number => $"room/{number}").ToArray();
        await Task.WhenAll(names.Select(name =>
            Provider.CreateStorage(new JournalId(name)).CreateIfNotExistsAsync(new Dictionary<string, string> { ["name"] = name }).AsTask()));

        var found = new Dictionary<string, string>();
        await foreach (var entry in Catalog.ListAsync(new() { IncludeMetadata = true }))
            found.Add(entry.Id.Value, entry.Metadata?.Properties["name"] ?? entry.Id.Value);

        Assert.Equal(names.Order(), found.Keys.Order());
        Assert.All(found, pair => Assert.Equal(pair.Key, pair.Value));
    }

    [Fact]
    public async Task Compaction_AfterManyBytes_IsAskedForUntilReplaced()
    {
        var storage = await Provider.OwnAsync("room/1");
        Assert.False(storage.IsCompactionRequested);
        var megabyte = new ReadOnlySequence<byte>(new byte[1 << 20]);
        for (var count = 0; count < 4; count++)
            await storage.AppendAsync(megabyte, CancellationToken.None);

        Assert.True(storage.IsCompactionRequested);
        Assert.True((await Provider.OwnAsync("room/1")).IsCompactionRequested);
        await storage.ReplaceAsync("small");
        Assert.False(storage.IsCompactionRequested);
        Assert.False((await Provider.OwnAsync("room/1")).IsCompactionRequested);
    }

    private async Task<List<string>> ListAsync(JournalCatalogListOptions? options)
    {
        var names = new List<string>();
        await foreach (var entry in Catalog.ListAsync(options))
            names.Add(entry.Id.Value);
        names.Sort(StringComparer.Ordinal);
        return names;
    }
}
