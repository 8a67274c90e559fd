using LmsActors.Boards;
using LmsActors.Chat;
using LmsActors.Connections;
using LmsActors.Courses;
using LmsActors.Feeds;
using LmsActors.Groups;
using LmsActors.Kudos;
using LmsActors.NameDirectory;
using LmsActors.Posts;
using LmsActors.Profiles;
using Microsoft.Extensions.DependencyInjection;

namespace LmsActors.Hosting;

/// <summary>Who can tell about which states, so that a storage can be audited: one line a state.</summary>
internal static class AuditHosting
{
    public static IServiceCollection AddAudits(this IServiceCollection services) => services
        .AddSingleton<IAudit<RoomState>, RoomAudit>()
        .AddSingleton<IAudit<RoomSegmentState>, RoomAudit>()
        .AddSingleton<IAudit<DirectoryState>, DirectoryAudit>()
        .AddSingleton<IAudit<ProfileState>, ProfileAudit>()
        .AddSingleton<IAudit<ConnectionsState>, ConnectionsAudit>()
        .AddSingleton<IAudit<FollowersState>, ConnectionsAudit>()
        .AddSingleton<IAudit<FollowerShardState>, ConnectionsAudit>()
        .AddSingleton<IAudit<GroupState>, GroupAudit>()
        .AddSingleton<IAudit<MemberShardState>, GroupAudit>()
        .AddSingleton<IAudit<MembershipsState>, GroupAudit>()
        .AddSingleton<IAudit<KudosState>, KudosAudit>()
        .AddSingleton<IAudit<KudosSegmentState>, KudosAudit>()
        .AddSingleton<IAudit<KudosGiverState>, KudosAudit>()
        .AddSingleton<IAudit<BoardState>, BoardAudit>()
        .AddSingleton<IAudit<StandingState>, BoardAudit>()
        .AddSingleton<IAudit<CourseState>, CourseAudit>()
        .AddSingleton<IAudit<CourseCatalogState>, CourseAudit>()
        .AddSingleton<IAudit<StudiesState>, CourseAudit>()
        .AddSingleton<IAudit<PostState>, PostAudit>()
        .AddSingleton<IAudit<JournalState>, JournalAudit>()
        .AddSingleton<IAudit<JournalSegmentState>, JournalAudit>();
}
