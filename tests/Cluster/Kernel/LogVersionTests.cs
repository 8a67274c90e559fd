using System.Collections.Immutable;
using System.Text;
using Orleans.Journaling;

namespace LmsActors.Kernel;

/// <summary>What a version does with a log that another version has written.</summary>
public sealed class LogVersionTests
{
    private const string Name = "note/test/1";
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch;

    [Fact]
    public async Task Newer_ReadsWhatOlderWrote()
    {
        await using var store = new LogStore();
        await AppendAsync<OldNotes>(store, new NoteMade("first"));

        await AppendAsync<NewNotes>(store, new NotePinned("second"));

        await using var read = await store.OpenAsync<NewNotes, NoteEvent>(Name);
        Assert.Equal(["first", "!second"], read.Log.Committed.Texts);
    }

    [Theory]
    [InlineData(16)]
    [InlineData(0)]
    public async Task Older_LeavesAloneWhatNewerWrote(int compactAfter)
    {
        await using var store = new LogStore();
        await AppendAsync<OldNotes>(store, new NoteMade("first"));
        store.Storage.CompactAfter = compactAfter;
        await AppendAsync<NewNotes>(store, new NotePinned("second"));
        var before = await store.BytesAsync(Name);

        var refused = await Assert.ThrowsAnyAsync<Exception>(() => store.OpenAsync<OldNotes, NoteEvent>(Name));

        Assert.Contains("schema 1", Assert.IsType<NewerLogException>(refused.GetBaseException()).Message, StringComparison.Ordinal);
        Assert.Equal(before, await store.BytesAsync(Name));
        await using var read = await store.OpenAsync<NewNotes, NoteEvent>(Name);
        Assert.Equal(["first", "!second"], read.Log.Committed.Texts);
    }

    /// <summary>The release between: it reads the new schema, and writes what the release before understands.</summary>
    [Fact]
    public async Task Older_GoesOnWithWhatTheReleaseBetweenWrote()
    {
        await using var store = new LogStore();
        await AppendAsync<MiddleNotes>(store, new NoteMade("first"));
        await AppendAsync<OldNotes>(store, new NoteMade("second"));
        await AppendAsync<NewNotes>(store, new NotePinned("third"));

        await using var read = await store.OpenAsync<MiddleNotes, NoteEvent>(Name);
        Assert.Equal(["first", "second", "!third"], read.Log.Committed.Texts);
    }

    /// <summary>An event under a name that this version does not have: the log does not load, and stays.</summary>
    [Fact]
    public async Task Unknown_Event_IsNotPassedOver()
    {
        await using var store = new LogStore();
        await AppendAsync<OldNotes>(store, new NoteMade("first"));
        await AppendAsync<OldNotes>(store, new NoteDropped());
        var bytes = await store.BytesAsync(Name);
        Rename(bytes, "test-note-dropped", "test-note-foreign");
        await store.Storage.Journals.CreateStorage(new JournalId(Name)).ReplaceAsync(new(bytes), CancellationToken.None);

        await Assert.ThrowsAnyAsync<Exception>(() => store.OpenAsync<OldNotes, NoteEvent>(Name));

        Assert.Equal(bytes, await store.BytesAsync(Name));
    }

    private static async Task AppendAsync<TState>(LogStore store, NoteEvent happened)
        where TState : class, IState<TState, NoteEvent>, new()
    {
        await using var open = await store.OpenAsync<TState, NoteEvent>(Name);
        open.Log.Append(Operation.None, happened, Now);
        await open.Log.FlushAsync();
    }

    private static void Rename(Span<byte> bytes, string before, string after)
    {
        var at = bytes.IndexOf(Encoding.UTF8.GetBytes(before));
        Assert.True(at >= 0, $"'{before}' is not in the log.");
        Encoding.UTF8.GetBytes(after).CopyTo(bytes[at..]);
    }
}

[GenerateSerializer, Immutable, Alias("test-note-event")]
internal abstract record NoteEvent;

[GenerateSerializer, Immutable, Alias("test-note-made")]
internal sealed record NoteMade([property: Id(0)] string Text) : NoteEvent;

[GenerateSerializer, Immutable, Alias("test-note-dropped")]
internal sealed record NoteDropped : NoteEvent;

/// <summary>Came with schema 1.</summary>
[GenerateSerializer, Immutable, Alias("test-note-pinned")]
internal sealed record NotePinned([property: Id(0)] string Text) : NoteEvent;

/// <summary>As the first release has it.</summary>
[GenerateSerializer, Immutable, Alias("test-old-notes")]
internal sealed record OldNotes : IState<OldNotes, NoteEvent>
{
    [Id(0)] public ImmutableList<string> Texts { get; init; } = [];

    public OldNotes Apply(Happened<NoteEvent> happened) =>
        happened.Event is NoteMade made ? this with { Texts = Texts.Add(made.Text) } : this;
}

/// <summary>As the second release has it: it reads schema 1, and does not write it yet.</summary>
[GenerateSerializer, Immutable, Alias("test-middle-notes")]
internal sealed record MiddleNotes : IState<MiddleNotes, NoteEvent>
{
    [Id(0)] public ImmutableList<string> Texts { get; init; } = [];

    public static int Reads => 1;

    public MiddleNotes Apply(Happened<NoteEvent> happened) => this with { Texts = NewNotes.Apply(Texts, happened.Event) };
}

/// <summary>As the third release has it.</summary>
[GenerateSerializer, Immutable, Alias("test-new-notes")]
internal sealed record NewNotes : IState<NewNotes, NoteEvent>
{
    [Id(0)] public ImmutableList<string> Texts { get; init; } = [];

    public static int Reads => 1;

    public static int Writes => 1;

    public NewNotes Apply(Happened<NoteEvent> happened) => this with { Texts = Apply(Texts, happened.Event) };

    public static ImmutableList<string> Apply(ImmutableList<string> texts, NoteEvent happened) => happened switch
    {
        NoteMade made => texts.Add(made.Text),
        NotePinned pinned => texts.Add("!" + pinned.Text),
        _ => texts,
    };
}
