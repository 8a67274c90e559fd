using LmsActors.Connections;
using LmsActors.Erasures;
using LmsActors.NameDirectory;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace LmsActors.Profiles;

[GrainType("profile"), Reentrant]
internal sealed class ProfileGrain(Log<ProfileState, ProfileEvent> log, IDirectoryWriter directory, ILogger<ProfileGrain> logger)
    : LogGrain<ProfileState, ProfileEvent>(log, logger), IProfileGrain
{
    protected override bool HasOutbox => true;

    public async Task<Result<Person>> CreateAsync(CreateProfile command)
    {
        var key = Key;
        return Log.State.Name is null && await GrainFactory.Erasures(key.Tenant).IsErasedAsync(key.Id)
            ? ProfileRefusals.Erased
            : await CommitAsync(
                Operation.None,
                (state, _) => ProfileRules.Create(state, command),
                (state, _) => new Person(key.Id, state.Name!));
    }

    public Task<LearnerIdentity?> IdentityAsync()
    {
        var state = Log.Committed;
        return Task.FromResult(state.Name is null ? null : new LearnerIdentity(state.Name, state.Community, state.ExternalId));
    }

    public Task<Result<Profile>> EditAsync(EditProfile command) => CommitAsync(
        Operation.None,
        (state, now) => ProfileRules.Edit(state, command, now),
        (state, _) => state.ToOwnView(Key.Id, Log.Now));

    public async Task<Result<LearnerPage>> ReadAsync(Viewer viewer)
    {
        var (key, state) = (Key, Log.Committed);
        if (state.Name is null || viewer.Tenant != key.Tenant || !viewer.Sees(key.Id))
        {
            return ProfileRefusals.NotFound;
        }

        var isOwn = viewer.LearnerId == key.Id;
        var relation = isOwn
            ? Relation.None
            : await GrainFactory.Actor<IConnectionsGrain>(viewer.Key(viewer.LearnerId)).RelationAsync(key.Id);
        if (relation.Apart)
        {
            return ProfileRefusals.NotFound;
        }

        var profile = isOwn ? state.ToOwnView(key.Id, Log.Now) : state.ToView(key.Id, Log.Now, relation.Friend);
        return new LearnerPage(profile, relation, await CountsAsync(key));
    }

    protected override Task DeliverAsync(IReadOnlyList<Happened<ProfileEvent>> events)
    {
        var (key, state) = (Key, Log.Committed);
        return directory.PutAsync(key.Tenant, DirectoryKinds.Learner, new DirectoryName(key.Id, state.Name!, state.ExternalId, Listed: true, state.NamedAt));
    }

    private async Task<LearnerCounts> CountsAsync(ActorKey key)
    {
        var followers = GrainFactory.Actor<IFollowersGrain>(key).CountAsync();
        var following = GrainFactory.Actor<IConnectionsGrain>(key).FollowingCountAsync();
        return new(await followers, await following);
    }
}
