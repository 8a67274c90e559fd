using LmsActors.Connections;
using LmsActors.Groups;
using LmsActors.Posts;
using LmsActors.Profiles;

namespace LmsActors.Feeds;

/// <summary>Which posts of a journal a viewer may see, as far as the audience decides it.</summary>
internal sealed class JournalAudience(IGrainFactory grains, ActorKey journal)
{
    private static readonly Refusal UnknownLearner = Refusal.NotFound("learner.not-found", "There is no such learner.");
    private static readonly Refusal UnknownGroup = Refusal.NotFound("group.not-found", "There is no such group.");

    /// <summary>Null when the viewer may know the journal at all.</summary>
    public async ValueTask<Refusal?> ToReadAsync(JournalState state, Viewer viewer)
    {
        if (Journals.LearnerOf(journal.Id) is not { } learnerId)
        {
            return await MayReadGroupAsync(Journals.GroupOf(journal.Id)!, viewer) ? null : UnknownGroup;
        }

        var isKnown = !state.ByAudience.IsEmpty
            || await grains.Actor<IProfileGrain>(viewer.Key(learnerId)).IdentityAsync() is not null;
        return isKnown && viewer.Sees(learnerId) ? null : UnknownLearner;
    }

    /// <summary>The audiences of the journal's posts that the viewer belongs to.</summary>
    public async Task<HashSet<string>> OfAsync(JournalState state, Viewer viewer)
    {
        var all = state.ByAudience.Keys.Concat(state.Segments.SelectMany(segment => segment.Count.ByAudience.Keys)).Distinct().ToList();
        var author = Journals.LearnerOf(journal.Id);
        if (author is null || author == viewer.LearnerId)
        {
            return [.. all];
        }

        var belongs = await Task.WhenAll(all.Select(audience => BelongsAsync(author, audience, viewer)));
        return [.. all.Where((_, index) => belongs[index])];
    }

    private async Task<bool> BelongsAsync(string author, string audience, Viewer viewer) => audience switch
    {
        Audiences.Everyone => true,
        Audiences.Friends => await grains.Actor<IConnectionsGrain>(viewer.Key(author)).AreFriendsAsync(viewer.LearnerId),
        _ => Audiences.GroupOf(audience) is { } groupId && await MayReadGroupAsync(groupId, viewer),
    };

    private async Task<bool> MayReadGroupAsync(string groupId, Viewer viewer) =>
        viewer.IsAdmin || (await grains.Actor<IGroupGrain>(viewer.Key(groupId)).AccessAsync(viewer.LearnerId)).MayRead;
}
