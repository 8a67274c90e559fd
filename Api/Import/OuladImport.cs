namespace LmsActors.Import;

/// <summary>What <c>import oulad</c> read and did.</summary>
internal sealed record OuladImportCounts(
    long Records,
    long Duplicates,
    int Courses,
    int Learners,
    long Enrolments,
    long Items,
    long Assessments,
    long Submissions,
    long Dirty,
    long NewLearners,
    long NewEnrolments,
    long NewSubmissions)
{
    public double Seconds { get; init; }
}

/// <summary>
/// Fills a target with the course runs of the data set, those who take part, and what they handed in. It knows no names: a learner is
/// called as its number.
/// </summary>
internal sealed class OuladImport(IImportTarget target, IImportProgress progress, TimeProvider time)
{
    private const int LearnersAtOnce = 2_000;
    private const int StudiesAtOnce = 500;

    /// <exception cref="ImportSourceException">The source cannot be read, or was not taken.</exception>
    public async Task<OuladImportCounts> RunAsync(string path, CancellationToken cancellation)
    {
        var start = time.GetTimestamp();
        var archive = await OuladArchive.LoadAsync(path, cancellation);
        foreach (var dirty in archive.DirtyRows)
        {
            progress.Report(dirty);
        }

        var students = archive.Runs.SelectMany(run => run.Students.Keys).Distinct().ToList();
        progress.Say($"{archive.Runs.Count} course runs, {students.Count:N0} learners");
        var newLearners = await PutLearnersAsync(students, cancellation);
        var newEnrolments = await PutCoursesAsync(archive, cancellation);
        var newSubmissions = await PutStudiesAsync(archive, cancellation);
        progress.Say("waiting until all figures are in");
        await target.SettleAsync(cancellation);
        return new(
            archive.Records,
            archive.Duplicates,
            archive.Runs.Count,
            students.Count,
            archive.Runs.Sum(run => (long)run.Students.Count),
            archive.Runs.Sum(run => (long)run.Items.Count),
            archive.Runs.Sum(run => (long)run.Assessments.Count),
            archive.Runs.Sum(run => run.Students.Values.Sum(done => (long)done.Count)),
            archive.DirtyRows.Count,
            newLearners,
            newEnrolments,
            newSubmissions)
        {
            Seconds = Math.Round(time.GetElapsedTime(start).TotalSeconds, 2),
        };
    }

    private async Task<long> PutLearnersAsync(IReadOnlyList<string> students, CancellationToken cancellation)
    {
        var made = 0L;
        foreach (var some in students.Select(student => new ImportLearner(Learner(student), student)).Chunk(LearnersAtOnce))
        {
            made += (await target.PutLearnersAsync(some, cancellation)).New;
            progress.Advance(some.Length);
        }

        return made;
    }

    private async Task<long> PutCoursesAsync(OuladArchive archive, CancellationToken cancellation)
    {
        var made = 0L;
        foreach (var run in archive.Runs)
        {
            made += await target.PutCourseAsync(
                new(Title(run), run.Days, [.. run.Items.Values], [.. run.Assessments.Values], [.. run.Students.Keys.Select(Learner)]), cancellation);
            progress.Advance(run.Students.Count);
        }

        return made;
    }

    private async Task<long> PutStudiesAsync(OuladArchive archive, CancellationToken cancellation)
    {
        var made = 0L;
        var studies = archive.Runs
            .SelectMany(run => run.Students.Where(student => student.Value.Count > 0).Select(student => (Student: student.Key, Run: run, Done: student.Value)))
            .GroupBy(study => study.Student)
            .Select(student => new ImportStudies(Learner(student.Key), [.. student.Select(study => new ImportStudy(Title(study.Run), study.Done))]));
        foreach (var some in studies.Chunk(StudiesAtOnce))
        {
            made += await target.PutStudiesAsync(some, cancellation);
            progress.Advance(some.Sum(one => one.Studies.Sum(study => study.Completions.Count)));
        }

        return made;
    }

    private static ImportCourseTitle Title(OuladRun run) =>
        new($"oulad:{run.Module}/{run.Presentation}", run.Module, run.Presentation, $"{run.Module} {run.Presentation}");

    private static string Learner(string student) => $"oulad:{student}";
}
