using LmsActors.Boards;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace LmsActors.Courses;

/// <summary>How course runs speak to those who take part.</summary>
[Alias("studies-keeper")]
internal interface IStudies : IGrainWithStringKey
{
    /// <summary>What the learner is in a run, as of an event of the run; null when it takes part no more.</summary>
    [Alias("note")]
    Task NoteAsync(CourseEntry course, CourseRole? role, long asOf);

    /// <summary>The learner has handed something in, or it was marked anew.</summary>
    [Alias("complete")]
    Task<Result<Completion>> CompleteAsync(Operation operation, CourseEntry course, Completion completion);
}

[GrainType("studies"), Reentrant]
internal sealed class StudiesGrain(Log<StudiesState, StudiesEvent> log, ILogger<StudiesGrain> logger)
    : LogGrain<StudiesState, StudiesEvent>(log, logger), IStudiesGrain, IStudies
{
    /// <summary>The name of this source of points; there is one for each learner and run.</summary>
    public const string Source = "studies";

    private static readonly TimeSpan EffectsWait = TimeSpan.FromMilliseconds(200);

    protected override bool HasOutbox => true;

    public Task<IReadOnlyList<StudyEntry>> AllAsync() => Task.FromResult<IReadOnlyList<StudyEntry>>(
        [.. Log.Committed.Courses.Values.OrderBy(study => study.Place).Select(study => new StudyEntry(study.Course, study.Role, study.Score))]);

    public Task<Result<Study>> OfAsync(string courseId) => Task.FromResult(
        Log.Committed.Courses.TryGetValue(courseId, out var study)
            ? (Result<Study>)new Study(courseId, study.Role, study.Score, [.. study.Completions.Values])
            : CourseRefusals.NotEnrolled);

    public Task NoteAsync(CourseEntry course, CourseRole? role, long asOf) =>
        CommitAsync(Operation.None, (state, _) => StudiesRules.Note(state, course, role, asOf));

    public async Task<Result<Completion>> CompleteAsync(Operation operation, CourseEntry course, Completion completion)
    {
        var done = await CommitAsync(operation, (state, _) => StudiesRules.Complete(state, course, [completion]), (_, _) => completion);
        await DeliveredAsync(EffectsWait);
        return done;
    }

    public Task<Result<int>> ImportAsync(IReadOnlyList<ImportedStudy> studies)
    {
        return CommitAsync(Operation.None, Decide, (_, count) => (int)count);

        Decision<StudiesEvent> Decide(StudiesState state, DateTimeOffset now)
        {
            StudiesEvent[] fresh = [.. studies.SelectMany(study => StudiesRules.Complete(state, study.Course, study.Completions).Events)];
            return Decision<StudiesEvent>.About(fresh.OfType<StudyCompleted>().Sum(one => one.Completions.Count), fresh);
        }
    }

    protected override Task DeliverAsync(IReadOnlyList<Happened<StudiesEvent>> events)
    {
        var (key, state, through) = (Key, Log.Committed, Log.CommittedSequence);
        StandingReport[] reports =
        [
            .. events
                .Select(happened => (happened.Event as StudyCompleted)?.Course.Id)
                .OfType<string>()
                .Distinct()
                .Select(id => new StandingReport(Source, BoardMetrics.CourseScore, BoardName.OfCourse(id), state.Courses[id].Hundredths, through, [])),
        ];
        return reports.Length == 0 ? Task.CompletedTask : GrainFactory.Actor<IStandingKeeper>(key).HearAsync(reports);
    }
}
