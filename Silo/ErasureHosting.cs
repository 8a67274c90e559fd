using LmsActors.Accounts;
using LmsActors.Boards;
using LmsActors.Chat;
using LmsActors.Connections;
using LmsActors.Courses;
using LmsActors.Erasures;
using LmsActors.Feeds;
using LmsActors.Groups;
using LmsActors.Kudos;
using LmsActors.NameDirectory;
using LmsActors.Posts;
using LmsActors.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace LmsActors.Hosting;

/// <summary>How each kind of actor forgets a learner: one line a state. A new state that can speak of learners needs a line here.</summary>
internal static class ErasureHosting
{
    public static IServiceCollection AddErasures(this IServiceCollection services) => services
        .AddSingleton<IStoredLogs, StoredLogs>()
        .AddSingleton<IErasure<AccountState, AccountEvent>, AccountErasure>()
        .AddSingleton<IErasure<UserNameState, UserNameEvent>, AccountErasure>()
        .AddSingleton<IErasure<RoomState, RoomEvent>, RoomErasure>()
        .AddSingleton<IErasure<ConnectionsState, ConnectionsEvent>, ConnectionsErasure>()
        .AddSingleton<IErasure<FollowersState, FollowersEvent>, ConnectionsErasure>()
        .AddSingleton<IErasure<GroupState, GroupEvent>, GroupErasure>()
        .AddSingleton<IErasure<MemberShardState, MemberShardEvent>, GroupErasure>()
        .AddSingleton<IErasure<KudosState, KudosEvent>, KudosErasure>()
        .AddSingleton<IErasure<KudosSegmentState, KudosSegmentEvent>, KudosErasure>()
        .AddSingleton<IErasure<KudosGiverState, KudosGiverEvent>, KudosErasure>()
        .AddSingleton<IErasure<BoardState, BoardEvent>, BoardErasure>()
        .AddSingleton<IErasure<StandingState, StandingEvent>, BoardErasure>()
        .AddSingleton<IErasure<CourseState, CourseEvent>, CourseErasure>()
        .AddSingleton<IErasure<DirectoryState, DirectoryEvent>, DirectoryErasure>()
        .AddSingleton<IErasure<PostState, PostEvent>, PostErasure>()
        .AddSingleton<IErasure<ReactionShardState, ShardedReactionSet>, PostErasure>()
        .AddSingleton<IErasure<JournalState, JournalEvent>, JournalErasure>()
        .AddSingleton<IErasure<ErasureState, ErasureEvent>, ErasureErasure>()
        .AddSingleton<IErasure<ErasureRegisterState, ErasureRegisterEvent>, ErasureErasure>()
        .AddSingleton<IErasure<OutboxRegistryState, OutboxRegistryEvent>, OutboxRegistryErasure>();
}
