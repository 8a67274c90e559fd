using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace LmsActors.Feeds;

[GenerateSerializer, Alias("journal-segment-event")]
internal abstract record JournalSegmentEvent;

[GenerateSerializer, Immutable, Alias("journal-segment-filled")]
internal sealed record JournalSegmentFilled([property: Id(0)] IReadOnlyList<PostRef> Posts) : JournalSegmentEvent;

[GenerateSerializer, Immutable, Alias("journal-segment-put")]
internal sealed record JournalSegmentPut([property: Id(0)] PostRef Post, [property: Id(1)] bool IsLive) : JournalSegmentEvent;

/// <summary>The posts of a segment, the oldest first, and how often it has changed.</summary>
[GenerateSerializer, Immutable, Alias("journal-segment-state")]
internal sealed record JournalSegmentState : IState<JournalSegmentState, JournalSegmentEvent>
{
    [Id(0)] public ImmutableList<PostRef> Posts { get; init; } = [];

    [Id(1)] public long Revision { get; init; }

    public SegmentCount Count => new(Revision, Posts.GroupBy(post => post.Audience).ToImmutableDictionary(of => of.Key, of => of.Count()));

    public JournalSegmentState Apply(Happened<JournalSegmentEvent> happened)
    {
        var posts = happened.Event switch
        {
            JournalSegmentFilled e => [.. e.Posts],
            JournalSegmentPut e => Put(e.Post, e.IsLive),
            _ => Posts,
        };
        return new() { Posts = posts, Revision = happened.Sequence };
    }

    private ImmutableList<PostRef> Put(PostRef post, bool isLive)
    {
        var index = PostOrder.Search(Posts, post.Place);
        return (index >= 0, isLive) switch
        {
            (true, true) => Posts.SetItem(index, post),
            (true, false) => Posts.RemoveAt(index),
            (false, true) => Posts.Insert(~index, post),
            (false, false) => Posts,
        };
    }
}

[GrainType("journal-segment"), Reentrant]
internal sealed class JournalSegmentGrain(Log<JournalSegmentState, JournalSegmentEvent> log, ILogger<JournalSegmentGrain> logger)
    : LogGrain<JournalSegmentState, JournalSegmentEvent>(log, logger), IJournalSegmentGrain
{
    public Task<SegmentCount> SealAsync(IReadOnlyList<PostRef> posts) => ChangeAsync(
        state => state.Posts.SequenceEqual(posts) ? Decision<JournalSegmentEvent>.Nothing : new JournalSegmentFilled(posts));

    public Task<SegmentCount> PutAsync(PostRef post, bool isLive) => ChangeAsync(state =>
    {
        var index = PostOrder.Search(state.Posts, post.Place);
        var isDone = index < 0 ? !isLive : isLive && state.Posts[index].Revision >= post.Revision;
        return isDone ? Decision<JournalSegmentEvent>.Nothing : new JournalSegmentPut(post, isLive);
    });

    public Task<IReadOnlyList<PostRef>> AllAsync() => Task.FromResult<IReadOnlyList<PostRef>>(Log.Committed.Posts);

    private async Task<SegmentCount> ChangeAsync(Func<JournalSegmentState, Decision<JournalSegmentEvent>> decide) =>
        (await CommitAsync(Operation.None, (state, _) => decide(state), (state, _) => state.Count)).Value!;
}
