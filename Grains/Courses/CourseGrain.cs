using LmsActors.NameDirectory;
using LmsActors.Profiles;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace LmsActors.Courses;

[GrainType("course"), Reentrant]
internal sealed class CourseGrain(Log<CourseState, CourseEvent> log, ILogger<CourseGrain> logger)
    : LogGrain<CourseState, CourseEvent>(log, logger), ICourseGrain
{
    private static readonly TimeSpan EffectsWait = TimeSpan.FromMilliseconds(200);
    private const int ToldAtOnce = 128;

    protected override bool HasOutbox => true;

    public async Task<Result<Course>> CreateAsync(Operation operation, Viewer viewer, CourseTitle title)
    {
        var id = Key.Id;
        var created = await CommitAsync(operation, (state, _) => CourseRules.Create(state, viewer, title), (state, _) => state.ToView(id, viewer));
        await DeliveredAsync(EffectsWait);
        return created;
    }

    public Task<Result<Course>> ReadAsync(Viewer viewer)
    {
        var state = Log.Committed;
        return Task.FromResult(state.Title is null || viewer.Tenant != Key.Tenant ? (Result<Course>)CourseRefusals.NotFound : state.ToView(Key.Id, viewer));
    }

    public Task<Result<Page<CourseItem>>> ItemsAsync(Viewer viewer, Paging paging)
    {
        var state = Log.Committed;
        if (state.Title is null || viewer.Tenant != Key.Tenant)
        {
            return Task.FromResult<Result<Page<CourseItem>>>(CourseRefusals.NotFound);
        }

        var found = After(state.Items.Keys, paging);
        return Task.FromResult<Result<Page<CourseItem>>>(new Page<CourseItem>([.. found.Items.Select(id => state.Items[id])], found.Next));
    }

    public Task<Result<IReadOnlyList<Assessment>>> AssessmentsAsync(Viewer viewer)
    {
        var state = Log.Committed;
        return Task.FromResult(state.Title is null || viewer.Tenant != Key.Tenant
            ? CourseRefusals.NotFound
            : new Result<IReadOnlyList<Assessment>>([.. state.Assessments.Values], null));
    }

    public async Task<Result<Page<Enrolment>>> EnrolmentsAsync(Viewer viewer, Paging paging)
    {
        var state = Log.Committed;
        if (state.Title is null || viewer.Tenant != Key.Tenant)
        {
            return CourseRefusals.NotFound;
        }

        if (!viewer.IsAdmin && state.RoleOf(viewer.LearnerId) is null)
        {
            return CourseRefusals.NotTeaching;
        }

        var found = After(state.Roles.Keys, paging);
        var people = await Directories.NamesAsync(GrainFactory, viewer.Tenant, DirectoryKinds.Learner, [.. found.Items.Where(viewer.Sees)]);
        return new Page<Enrolment>([.. people.Select(person => new Enrolment(person, state.Roles[person.Id]))], found.Next);
    }

    public async Task<Result<Study>> StudyAsync(Viewer viewer, string learnerId) =>
        viewer.Tenant != Key.Tenant ? CourseRefusals.NotFound
            : learnerId != viewer.LearnerId && CourseRules.Teaches(Log.Committed, viewer, isMarking: true) is { } refusal ? refusal
            : await GrainFactory.Actor<IStudiesGrain>(Key with { Id = learnerId }).OfAsync(Key.Id);

    public Task<Result<CourseItem>> PutItemAsync(Operation operation, Viewer viewer, CourseItem item) =>
        CommitAsync(operation, (state, _) => CourseRules.Put(state, viewer, item), (_, _) => item);

    public Task<Result<Assessment>> PutAssessmentAsync(Operation operation, Viewer viewer, Assessment assessment) =>
        CommitAsync(operation, (state, _) => CourseRules.Put(state, viewer, assessment), (_, _) => assessment);

    public async Task<Result<Enrolment>> EnrolAsync(Operation operation, Viewer viewer, string learnerId, CourseRole role)
    {
        if (CourseRules.Teaches(Log.Committed, viewer, isMarking: false) is { } refusal)
        {
            return refusal;
        }

        if (await GrainFactory.Actor<IProfileGrain>(Key with { Id = learnerId }).IdentityAsync() is not { } who)
        {
            return CourseRefusals.NoLearner;
        }

        var enrolled = await CommitAsync(
            operation, (state, _) => CourseRules.Enrol(state, viewer, learnerId, role), (_, _) => new Enrolment(new(learnerId, who.Name), role));
        await DeliveredAsync(EffectsWait);
        return enrolled;
    }

    public async Task<Result> WithdrawAsync(Operation operation, Viewer viewer, string learnerId)
    {
        var done = await CommitAsync(operation, (state, _) => CourseRules.Withdraw(state, viewer, learnerId));
        await DeliveredAsync(EffectsWait);
        return done;
    }

    public async Task<Result<Completion>> CompleteAsync(Operation operation, Viewer viewer, string learnerId, string assessmentId, decimal? score)
    {
        var state = Log.Committed;
        if (CourseRules.Teaches(state, viewer, isMarking: true) is { } refusal)
        {
            return refusal;
        }

        return !CourseRules.IsScore(score) ? CourseRefusals.ScoreInvalid
            : state.RoleOf(learnerId) is null ? CourseRefusals.NotEnrolled
            : !state.Assessments.TryGetValue(assessmentId, out var assessment) ? CourseRefusals.NoAssessment
            : await Studies(learnerId).CompleteAsync(operation, state.ToEntry(Key.Id), new(assessmentId, score, assessment.Weight));
    }

    public Task<Result<ImportedCourseCount>> ImportAsync(ImportedCourse course)
    {
        var before = Log.State;
        return CommitAsync(
            Operation.None,
            (state, _) =>
            {
                before = state;
                return CourseRules.Import(state, course);
            },
            (state, _) => new ImportedCourseCount(
                state.Roles.Count - before.Roles.Count, state.Items.Count - before.Items.Count, state.Assessments.Count - before.Assessments.Count));
    }

    /// <summary>The catalog hears of the run, and those who take part of their part in it.</summary>
    protected override async Task DeliverAsync(IReadOnlyList<Happened<CourseEvent>> events)
    {
        var (key, state, through) = (Key, Log.Committed, Log.CommittedSequence);
        if (events.Any(happened => happened.Event is CourseCreated))
        {
            await GrainFactory.Actor<ICourseCatalog>(key with { Id = CourseIds.Catalog }).ListAsync(state.ToEntry(key.Id));
        }

        var concerned = events.SelectMany(happened => happened.Event switch
        {
            LearnersEnrolled e => e.LearnerIds,
            LearnerWithdrawn e => [e.LearnerId],
            _ => [],
        });
        foreach (var some in concerned.Distinct().Chunk(ToldAtOnce))
        {
            await Task.WhenAll(some.Select(id => Studies(id).NoteAsync(state.ToEntry(key.Id), state.RoleOf(id), through)));
        }
    }

    private IStudies Studies(string learnerId) => GrainFactory.Actor<IStudies>(Key with { Id = learnerId });

    private static Page<string> After(IEnumerable<string> ids, Paging paging)
    {
        var found = ids.Where(id => paging.Cursor is null || string.CompareOrdinal(id, paging.Cursor) > 0).Take(paging.Limit + 1).ToList();
        return found.Count > paging.Limit ? new(found[..paging.Limit], found[paging.Limit - 1]) : new(found, null);
    }
}
