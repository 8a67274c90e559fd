using LmsActors.Groups;

namespace LmsActors.Chat;

/// <summary>What one learner may do in a room: a refusal where the answer is no.</summary>
internal readonly record struct RoomRight(Refusal? ToRead, Refusal? ToPost, bool IsModerator);

/// <summary>
/// Who may do what in a room. Membership is asked of the room's group once per learner and kept until the group says that it
/// changed; an answer that was under way at that moment is used once, but not kept.
/// </summary>
internal sealed class RoomAccess(IGrainFactory grains, string tenant)
{
    private const int MaxKept = 8192;

    private readonly Dictionary<string, GroupAccess> _kept = [];
    private int _version;

    public ValueTask<RoomRight> OfAsync(RoomState room, Viewer viewer)
    {
        if (room.Created is not { } created)
        {
            return new(Nothing(RoomRefusals.Unknown));
        }

        if (created.GroupId is null)
        {
            return new(OfConversation(room, viewer));
        }

        return _kept.TryGetValue(viewer.LearnerId, out var access)
            ? new(OfMember(access, viewer))
            : new(AskAsync(created.GroupId, viewer));
    }

    /// <summary>Whether the viewer, whose rights were asked for just now, may post. One whose rights change at this moment may not, and is told anew.</summary>
    public bool MayPost(RoomState room, Viewer viewer) => room.Created is { } created
        && (created.GroupId is null
            ? OfConversation(room, viewer).ToPost is null
            : _kept.TryGetValue(viewer.LearnerId, out var access) && OfMember(access, viewer).ToPost is null);

    /// <summary>The rights of these learners, or of all when none is named, may have changed.</summary>
    public void Forget(IReadOnlyList<string> learnerIds)
    {
        _version++;
        if (learnerIds.Count == 0)
        {
            _kept.Clear();
        }

        foreach (var id in learnerIds)
        {
            _kept.Remove(id);
        }
    }

    private static RoomRight OfConversation(RoomState room, Viewer viewer)
    {
        // Two whom a block keeps apart have no conversation as long as it lasts.
        var people = room.Created!.Participants!;
        var isCutOff = people.Count == 2 && people.Any(person => !viewer.Sees(person.Id));
        return isCutOff || !room.HasParticipant(viewer.LearnerId) ? Nothing(RoomRefusals.Unknown) : new(null, null, false);
    }

    private static RoomRight OfMember(GroupAccess access, Viewer viewer)
    {
        if (viewer.IsAdmin)
        {
            return new(null, null, true);
        }

        if (access.Role is { } role)
        {
            return new(null, null, role >= GroupRole.Moderator);
        }

        if (access.Kind != GroupKind.Open)
        {
            return Nothing(RoomRefusals.Unknown);
        }

        return access.IsBanned ? Nothing(RoomRefusals.Banned) : new(null, RoomRefusals.NotAMember, false);
    }

    private static RoomRight Nothing(Refusal refusal) => new(refusal, refusal, false);

    private async Task<RoomRight> AskAsync(string groupId, Viewer viewer)
    {
        var asked = _version;
        var access = await grains.Actor<IGroupGrain>(new ActorKey(tenant, groupId)).AccessAsync(viewer.LearnerId);
        if (asked == _version)
        {
            if (_kept.Count >= MaxKept)
            {
                _kept.Clear();
            }

            _kept[viewer.LearnerId] = access;
        }

        return OfMember(access, viewer);
    }
}
