using LmsActors.Boards;
using LmsActors.Profiles;

namespace LmsActors.Courses;

/// <summary>A course run in a real cluster: who takes part, what is handed in, and what becomes of it.</summary>
public sealed class CourseGrainTests(TestSilo silo) : IClassFixture<TestSilo>
{
    private static int _runs;
    private readonly string _tenant = $"courses{Interlocked.Increment(ref _runs)}";

    private ICourseGrain Run => silo.Get<ICourseGrain>(_tenant, RunId);

    private string RunId => CourseIds.Run(_tenant, "aaa", "2013j");

    private Viewer Admin => Viewer("admin") with { IsAdmin = true };

    [Fact]
    public async Task Run_IsListed_AndKnownByItsCodeInAnyCase()
    {
        var created = (await Run.CreateAsync(Operation.None, Admin, new("AAA", "2013J", "Algebra", Days: 268))).Value!;
        Assert.Equal((CourseIds.Run(_tenant, "AAA", "2013J"), 0), (created.Id, created.Enrolments));
        Assert.Equal(created, (await Run.CreateAsync(Operation.None, Admin, new("AAA", "2013J", "Another title"))).Value);

        Page<CourseEntry> found = null!;
        await TestSilo.UntilAsync(async () => (found = await FindAsync("aaa", "2013j")).Items.Count == 1);
        Assert.Equal(new(RunId, "AAA", "2013J", "Algebra", null), found.Items[0]);
        Assert.Empty((await FindAsync("AAA", "2014J")).Items);
        Assert.Equal("course.not-found", (await silo.Get<ICourseGrain>(_tenant, "none").ReadAsync(Admin)).Refusal?.Code);
        Assert.Equal("course.not-found", (await Run.ReadAsync(Admin with { Tenant = "other" })).Refusal?.Code);
        Assert.Equal("course.not-found", (await silo.Get<ICourseGrain>(_tenant, "none").EnrolAsync(Operation.None, Admin, Id("ann"), CourseRole.Learner)).Refusal?.Code);
    }

    [Fact]
    public async Task Completions_MakeTheScore_AndTheBoard()
    {
        await TaughtAsync("ann", "ben", "cleo");

        await CompleteAsync("ann", "a1", 80);
        await CompleteAsync("ann", "a2", 50.5m);
        await CompleteAsync("ben", "a1", 80);
        await CompleteAsync("ben", "a2", 50.5m);
        await CompleteAsync("cleo", "a1", null);
        await UntilAsync("1 ann 20.62", "1 ben 20.62", "3 cleo 0");

        await CompleteAsync("cleo", "a1", 100);
        await CompleteAsync("ben", "a2", 0);
        await UntilAsync("1 ann 20.62", "2 cleo 12.5", "3 ben 10");
        await silo.DeactivateAsync(silo.Get<IStudiesGrain>(_tenant, Id("ann")));
        var study = (await silo.Get<IStudiesGrain>(_tenant, Id("ann")).OfAsync(RunId)).Value!;
        Assert.Equal((CourseRole.Learner, 20.62m, 2), (study.Role, study.Score, study.Completions.Count));
        Assert.Equal(RunId, Assert.Single(await silo.Get<IStudiesGrain>(_tenant, Id("ann")).AllAsync()).Course.Id);
    }

    /// <summary>No learner gives itself a score, or another one; nobody in a run who is not in it.</summary>
    [Fact]
    public async Task Completions_ThatAreForged_AreRefused()
    {
        await TaughtAsync("ann");

        Assert.Equal("course.not-teaching", (await Run.CompleteAsync(Operation.None, Viewer("ann"), Id("ann"), "a1", 100)).Refusal?.Code);
        Assert.Equal("course.not-teaching", (await Run.CompleteAsync(Operation.None, Viewer("stranger"), Id("ann"), "a1", 100)).Refusal?.Code);
        Assert.Equal("course.score-invalid", (await Run.CompleteAsync(Operation.None, Admin, Id("ann"), "a1", 1000)).Refusal?.Code);
        Assert.Equal("course.no-assessment", (await Run.CompleteAsync(Operation.None, Admin, Id("ann"), "none", 10)).Refusal?.Code);
        Assert.Equal("course.not-enrolled", (await Run.CompleteAsync(Operation.None, Admin, Id("ben"), "a1", 10)).Refusal?.Code);
        Assert.Equal("course.not-teaching", (await Run.PutAssessmentAsync(Operation.None, Viewer("ann"), new("a1", "TMA", 100))).Refusal?.Code);
        Assert.Equal("learner.not-found", (await Run.EnrolAsync(Operation.None, Admin, Id("nobody"), CourseRole.Learner)).Refusal?.Code);
        await UntilAsync();
    }

    [Fact]
    public async Task Enrolments_AreKnownOnBothSides_AndEnd()
    {
        await TaughtAsync("ann", "ben");
        var ann = silo.Get<IStudiesGrain>(_tenant, Id("ann"));
        await TestSilo.UntilAsync(async () => (await ann.OfAsync(RunId)).Value?.Role == CourseRole.Learner);
        var page = (await Run.EnrolmentsAsync(Viewer("ann"), new(1, null))).Value!;
        var rest = (await Run.EnrolmentsAsync(Viewer("ann"), new(5, page.Next))).Value!;
        Assert.Equal(new[] { Id("ann"), Id("ben") }.Order(StringComparer.Ordinal), page.Items.Concat(rest.Items).Select(one => one.Learner.Id));
        Assert.Equal("course.not-teaching", (await Run.EnrolmentsAsync(Viewer("stranger"), new(5, null))).Refusal?.Code);

        await CompleteAsync("ann", "a1", 40);
        Assert.True((await Run.WithdrawAsync(Operation.None, Admin, Id("ann"))).IsOk);
        await TestSilo.UntilAsync(async () => (await ann.OfAsync(RunId)).Value?.Role is null);
        Assert.Equal(5, (await ann.OfAsync(RunId)).Value!.Score);
        Assert.Equal(1, (await Run.ReadAsync(Admin)).Value!.Enrolments);
    }

    [Fact]
    public async Task Import_Again_IsNothingNew()
    {
        await PeopleAsync("ann", "ben");
        var course = new ImportedCourse(new("AAA", "2013J", "Algebra", "x:AAA/2013J"), [new("i1", "quiz", "Quiz")], [new("a1", "TMA", 12.5m)], [Id("ann"), Id("ben")]);
        var study = new ImportedStudy(new(RunId, "AAA", "2013J", "Algebra", "x:AAA/2013J"), [new("a1", 80, 12.5m, 3)]);
        var ann = silo.Get<IStudiesGrain>(_tenant, Id("ann"));

        Assert.Equal(new(2, 1, 1), (await Run.ImportAsync(course)).Value);
        Assert.Equal(new(0, 0, 0), (await Run.ImportAsync(course)).Value);
        Assert.Equal(1, (await ann.ImportAsync([study])).Value);
        Assert.Equal(0, (await ann.ImportAsync([study])).Value);
        await UntilAsync("1 ann 10");
        await TestSilo.UntilAsync(async () => (await ann.OfAsync(RunId)).Value?.Role == CourseRole.Learner);
    }

    private static string Id(string name) => Ids.Derive("course-test", name);

    private Viewer Viewer(string name) => TestSilo.Viewer(_tenant, Id(name));

    private Task<Page<CourseEntry>> FindAsync(string code, string run) =>
        silo.Get<ICourseCatalogGrain>(_tenant, CourseIds.Catalog).FindAsync(code, run, new(10, null));

    private async Task PeopleAsync(params string[] names)
    {
        foreach (var name in names)
        {
            Assert.True((await silo.Get<IProfileGrain>(_tenant, Id(name)).CreateAsync(new(name, "employees"))).IsOk);
        }
    }

    /// <summary>A run with an assessment of 12.5 and one of 21.03 percent, and learners.</summary>
    private async Task TaughtAsync(params string[] learners)
    {
        await PeopleAsync(learners);
        Assert.True((await Run.CreateAsync(Operation.None, Admin, new("AAA", "2013J", "Algebra"))).IsOk);
        Assert.True((await Run.PutAssessmentAsync(Operation.None, Admin, new("a1", "TMA", 12.5m))).IsOk);
        Assert.True((await Run.PutAssessmentAsync(Operation.None, Admin, new("a2", "TMA", 21.03m))).IsOk);
        foreach (var name in learners)
        {
            Assert.True((await Run.EnrolAsync(Operation.None, Admin, Id(name), CourseRole.Learner)).IsOk);
        }
    }

    private async Task CompleteAsync(string name, string assessment, decimal? score) =>
        Assert.True((await Run.CompleteAsync(Operation.None, Admin, Id(name), assessment, score)).IsOk);

    private async Task UntilAsync(params string[] shown) => await TestSilo.UntilAsync(async () =>
        (await silo.Get<IBoardGrain>(_tenant, new BoardName("course-score", "all", BoardName.OfCourse(RunId)).Id).TopAsync(Admin, 0, 100)).Value!.Items
            .Select(item => $"{item.Rank} {item.Name} {item.Value.ToString("0.##", System.Globalization.CultureInfo.InvariantCulture)}")
            .Order(StringComparer.Ordinal)
            .SequenceEqual(shown.Order(StringComparer.Ordinal)));
}
