using System.Collections.Immutable;
using LmsActors.NameDirectory;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace LmsActors.Groups;

[GrainType("memberships"), Reentrant]
internal sealed class MembershipsGrain(Log<MembershipsState, MembershipNote> log, ILogger<MembershipsGrain> logger)
    : LogGrain<MembershipsState, MembershipNote>(log, logger), IMembershipsGrain, IMembershipsLedgerGrain
{
    public Task NoteAsync(MembershipNote note) => CommitAsync(Operation.None, (state, _) => MembershipsState.Note(state, note));

    public Task<ImmutableDictionary<string, GroupRole>> GroupsAsync() => Task.FromResult(Log.Committed.Places
        .Where(place => place.Value.Role is not null)
        .ToImmutableDictionary(place => place.Key, place => place.Value.Role!.Value));

    public async Task<Page<Group>> PageAsync(Viewer viewer, MembershipState state, Paging paging)
    {
        if (viewer.LearnerId != Key.Id)
        {
            return Page<Group>.Empty;
        }

        var ids = Log.Committed.Places
            .Where(place => place.Value.Standing == state && (paging.Cursor is null || string.CompareOrdinal(place.Key, paging.Cursor) < 0))
            .Select(place => place.Key)
            .OrderDescending(StringComparer.Ordinal)
            .Take(paging.Limit + 1)
            .ToList();
        var page = ids.Take(paging.Limit).ToList();
        return new(await ReadAsync(page, viewer), ids.Count > paging.Limit ? page[^1] : null);
    }

    public async Task<Page<Group>> FindAsync(Viewer viewer, string? name, string? externalId, Paging paging)
    {
        if (viewer.LearnerId != Key.Id)
        {
            return Page<Group>.Empty;
        }

        var own = Log.Committed.Places.Where(place => place.Value.Role is not null).Select(place => place.Key).ToImmutableHashSet();
        var query = new DirectoryQuery { Name = name, ExternalId = externalId, Unlisted = own };
        var hits = await Directories.FindAsync(GrainFactory, viewer.Tenant, DirectoryKinds.Group, query, paging);
        return new(await ReadAsync(hits.Items.Select(hit => hit.Id), viewer), hits.Next);
    }

    /// <summary>Each group says itself what the viewer may see of it; those that say no are left out.</summary>
    private async Task<IReadOnlyList<Group>> ReadAsync(IEnumerable<string> ids, Viewer viewer)
    {
        var groups = await Task.WhenAll(ids.Select(id => GrainFactory.Actor<IGroupGrain>(viewer.Key(id)).ReadAsync(viewer)));
        return [.. groups.Where(group => group.IsOk).Select(group => group.Value!)];
    }
}
