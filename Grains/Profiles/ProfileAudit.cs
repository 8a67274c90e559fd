using LmsActors.NameDirectory;

namespace LmsActors.Profiles;

/// <summary>A learner's name stands in the directory.</summary>
internal sealed class ProfileAudit : IAudit<ProfileState>
{
    public AuditReport Of(ActorKey key, ProfileState state) => state.Name is null
        ? AuditReport.Nothing
        : new([AuditEntry.Truth(DirectoryBooks.Name(DirectoryKinds.Learner), key.Id, state.Name)], []);
}
