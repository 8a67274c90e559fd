using LmsActors.Chat;
using LmsActors.Connections;
using LmsActors.Courses;
using LmsActors.Erasures;
using LmsActors.Groups;
using LmsActors.Hosting;
using LmsActors.Kudos;
using LmsActors.Profiles;
using LmsActors.Tenants;

namespace LmsActors.Import;

/// <summary>Puts an import into the actors of a tenant.</summary>
internal class GrainImportTarget(IGrainFactory grains, TimeProvider time, string tenant) : IImportTarget
{
    private const int AtOnce = 128;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private string? _community;

    public async Task<ImportedLearners> PutLearnersAsync(IReadOnlyList<ImportLearner> learners, CancellationToken cancellation)
    {
        _community ??= await FirstCommunityAsync();
        var made = 0L;
        var erased = await ErasedAsync(learners.Select(learner => learner.ExternalId));
        foreach (var some in learners.Where(learner => !erased.Contains(learner.ExternalId)).Chunk(AtOnce))
        {
            cancellation.ThrowIfCancellationRequested();
            made += (await Task.WhenAll(some.Select(PutLearnerAsync))).Count(isNew => isNew);
        }

        return new([.. learners.Select(learner => ImportIds.Learner(tenant, learner.ExternalId))], made);
    }

    public async Task<ImportedRoom> PutRoomAsync(ImportRoom room, CancellationToken cancellation)
    {
        var groupId = ImportIds.Group(tenant, room.ExternalId);
        var erased = await ErasedAsync(room.Members);
        var members = room.Members.Where(member => !erased.Contains(member)).Select(member => ImportIds.Learner(tenant, member)).ToList();
        var command = new ImportGroup(room.Name, GroupKind.Open, room.ExternalId, members, room.CreatedAt);
        await InsistAsync(() => Grain<IGroupGrain>(groupId).ImportAsync(command), $"The room {room.Name}", cancellation);
        return new(groupId, GroupIds.Room(groupId));
    }

    public async Task<long> PutMessagesAsync(ImportMessages messages, CancellationToken cancellation)
    {
        var roomId = ImportIds.Room(tenant, messages.Room);
        var added = 0L;
        var erased = await ErasedAsync(messages.Messages.Select(message => message.Author));
        foreach (var month in GitterChunks.ByMonth([.. messages.Messages.Where(message => !erased.Contains(message.Author))]))
        {
            var rendered = month.Messages.Select(Render).ToList();
            var archive = Grain<IRoomArchiveGrain>($"{roomId}:{month.Name}");
            added += await InsistAsync(() => archive.ImportAsync(rendered), $"The room {messages.Room}", cancellation);
        }

        return added;
    }

    public async Task<long> PutFollowsAsync(IReadOnlyList<ImportFollows> follows, CancellationToken cancellation)
    {
        var made = 0L;
        var erased = await ErasedAsync(follows.SelectMany(one => one.Followed.Append(one.Follower)));
        foreach (var some in follows.Where(one => !erased.Contains(one.Follower)).Chunk(AtOnce))
        {
            made += (await Task.WhenAll(some.Select(one => FollowAsync(
                one with { Followed = [.. one.Followed.Where(other => !erased.Contains(other))] }, cancellation)))).Sum(count => (long)count);
        }

        return made;
    }

    public async Task<long> PutKudosAsync(IReadOnlyList<ImportKudos> kudos, CancellationToken cancellation)
    {
        var made = 0L;
        var erased = await ErasedAsync(kudos.SelectMany(one => new[] { one.Giver, one.Receiver }));
        var givers = kudos.Where(one => !erased.Contains(one.Giver) && !erased.Contains(one.Receiver)).GroupBy(one => (one.Giver, one.GiverName));
        foreach (var some in givers.Chunk(AtOnce))
        {
            made += (await Task.WhenAll(some.Select(giver => ThankAsync(giver.Key, giver, cancellation)))).Sum(count => (long)count);
        }

        return made;
    }

    public async Task<long> PutCourseAsync(ImportCourse course, CancellationToken cancellation)
    {
        var erased = await ErasedAsync(course.Learners);
        var learners = course.Learners.Where(learner => !erased.Contains(learner)).Select(learner => ImportIds.Learner(tenant, learner)).ToList();
        var title = new CourseTitle(course.Title.Code, course.Title.Run, course.Title.Title, course.Title.ExternalId, course.Days);
        var command = new ImportedCourse(title, course.Items, course.Assessments, learners);
        return (await InsistAsync(
            () => Grain<ICourseGrain>(CourseIds.Run(tenant, title.Code, title.Run)).ImportAsync(command), $"The course run {title.Title}", cancellation)).Enrolments;
    }

    public async Task<long> PutStudiesAsync(IReadOnlyList<ImportStudies> studies, CancellationToken cancellation)
    {
        var made = 0L;
        var erased = await ErasedAsync(studies.Select(one => one.Learner));
        foreach (var some in studies.Where(one => !erased.Contains(one.Learner)).Chunk(AtOnce))
        {
            made += (await Task.WhenAll(some.Select(one => StudyAsync(one, cancellation)))).Sum(count => (long)count);
        }

        return made;
    }

    public Task SettleAsync(CancellationToken cancellation) => Outboxes.DrainedAsync(grains, time, cancellation);

    /// <summary>External ids of learners who were erased here: an import passes over them and over what is theirs.</summary>
    private async Task<HashSet<string>> ErasedAsync(IEnumerable<string> externalIds)
    {
        var ids = externalIds.Distinct().ToDictionary(id => ImportIds.Learner(tenant, id));
        return [.. (await grains.Erasures(tenant).ErasedAmongAsync([.. ids.Keys])).Select(id => ids[id])];
    }

    private async Task<bool> PutLearnerAsync(ImportLearner learner)
    {
        var profile = Grain<IProfileGrain>(ImportIds.Learner(tenant, learner.ExternalId));
        if (await profile.IdentityAsync() is not null)
        {
            return false;
        }

        var created = await profile.CreateAsync(new(learner.Name, _community!, learner.ExternalId));
        return created.Refusal is { } refusal ? throw Refused($"The learner {learner.ExternalId}", refusal) : true;
    }

    private Task<int> FollowAsync(ImportFollows follows, CancellationToken cancellation)
    {
        var followed = follows.Followed.Select(other => ImportIds.Learner(tenant, other)).ToList();
        var connections = Grain<IConnectionsGrain>(ImportIds.Learner(tenant, follows.Follower));
        return InsistAsync(() => connections.FollowManyAsync(followed), $"The learner {follows.Follower}", cancellation);
    }

    private Task<int> ThankAsync((string Id, string Name) giver, IEnumerable<ImportKudos> kudos, CancellationToken cancellation)
    {
        var given = kudos.Select(one => new ImportedKudos(one.ExternalId, ImportIds.Learner(tenant, one.Receiver), one.Reason, one.At)).ToList();
        return InsistAsync(
            () => Grain<IKudosGiverGrain>(ImportIds.Learner(tenant, giver.Id)).ImportAsync(giver.Name, given), $"The learner {giver.Id}", cancellation);
    }

    private Task<int> StudyAsync(ImportStudies studies, CancellationToken cancellation)
    {
        var done = studies.Studies.Select(study => new ImportedStudy(
            new(CourseIds.Run(tenant, study.Course.Code, study.Course.Run), study.Course.Code, study.Course.Run, study.Course.Title, study.Course.ExternalId),
            study.Completions)).ToList();
        return InsistAsync(() => Grain<IStudiesGrain>(ImportIds.Learner(tenant, studies.Learner)).ImportAsync(done), $"The learner {studies.Learner}", cancellation);
    }

    private ImportedMessage Render(ImportMessage message) => new(
        message.ExternalId,
        new(ImportIds.Learner(tenant, message.Author), message.AuthorName),
        message.Text,
        message.Text.Length == 0 ? "" : Markdown.Render(message.Text),
        message.SentAt);

    private async Task<string> FirstCommunityAsync() =>
        (await grains.Tenant(tenant).SettingsAsync()).Communities.FirstOrDefault()?.Id ?? TenantSettings.DefaultCommunity;

    /// <summary>Comes again when an actor is busy, or one that it founds is on its way.</summary>
    private async Task<T> InsistAsync<T>(Func<Task<Result<T>>> put, string what, CancellationToken cancellation)
    {
        for (var start = time.GetTimestamp(); ;)
        {
            var done = await put();
            if (done.Refusal is not { } refusal)
            {
                return done.Value!;
            }

            if (refusal.Kind is not (RefusalKind.Unavailable or RefusalKind.NotFound) || time.GetElapsedTime(start) > Patience)
            {
                throw Refused(what, refusal);
            }

            await Task.Delay(refusal.RetryAfter ?? Pause, time, cancellation);
        }
    }

    private static ImportSourceException Refused(string what, Refusal refusal) =>
        new($"{what} was not taken: {refusal.Message.TrimEnd('.')} ({refusal.Code}).");

    private TGrain Grain<TGrain>(string id)
        where TGrain : class, IGrainWithStringKey => grains.Actor<TGrain>(new ActorKey(tenant, id));
}
