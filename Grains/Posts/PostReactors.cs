namespace LmsActors.Posts;

/// <summary>The shards of those who reacted to a post that more have reacted to than it holds itself.</summary>
internal sealed class PostReactors(IGrainFactory grains, ActorKey post)
{
    public Task PutAsync(ReactToPost command) =>
        Shard(command.Viewer.LearnerId).PutAsync(command.Viewer.LearnerId, command.Emoji, command.IsOn);

    /// <summary>The learner's reactions that are not in the post's own state.</summary>
    public Task<IReadOnlyList<string>> OfAsync(PostState state, string learnerId) =>
        state.HasReactorShards ? Shard(learnerId).OfAsync(learnerId) : Task.FromResult<IReadOnlyList<string>>([]);

    private IReactionShardGrain Shard(string learnerId) =>
        grains.Actor<IReactionShardGrain>(new ActorKey(post.Tenant, $"{post.Id}:{Shards.Beyond(learnerId)}"));
}
