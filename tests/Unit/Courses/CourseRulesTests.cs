using CsCheck;

namespace LmsActors.Courses;

public sealed class CourseRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);
    private static readonly CourseTitle Title = new("AAA", "2013J", "Algebra");
    private static readonly Viewer Admin = Viewer("admin") with { IsAdmin = true };

    [Theory]
    [InlineData("", "2013J", "Algebra")]
    [InlineData("A B", "2013J", "Algebra")]
    [InlineData("AAA", "2013/J", "Algebra")]
    [InlineData("AAA", "2013J", " ")]
    [InlineData("AAA", "2013J", "two\nlines")]
    [InlineData("0123456789012345678901234567890", "2013J", "Algebra")]
    public void Create_OfABadTitle_IsRefused(string code, string run, string title) =>
        Assert.Equal("course.title-invalid", CourseRules.Create(new(), Admin, new(code, run, title)).Refusal?.Code);

    [Fact]
    public void Create_ByALearner_IsRefused() => Assert.Equal("course.admins-only", CourseRules.Create(new(), Viewer("ann"), Title).Refusal?.Code);

    [Theory]
    [InlineData("ann", CourseRole.Learner, "course.not-teaching")]
    [InlineData("assistant", CourseRole.Learner, "course.not-teaching")]
    [InlineData("instructor", CourseRole.Learner, null)]
    [InlineData("instructor", CourseRole.TeachingAssistant, null)]
    [InlineData("instructor", CourseRole.Instructor, "course.admins-only")]
    [InlineData("admin", CourseRole.Instructor, null)]
    [InlineData("admin", (CourseRole)9, "course.role-unknown")]
    public void Enrol_IsForThoseWhoTeach(string who, CourseRole role, string? code) => Assert.Equal(
        code, CourseRules.Enrol(Taught(), who == "admin" ? Admin : Viewer(who), "new", role).Refusal?.Code);

    [Fact]
    public void Enrol_DoesNotTakeTheRunFromItsInstructor()
    {
        Assert.Equal("course.admins-only", CourseRules.Enrol(Taught(), Viewer("instructor"), "instructor", CourseRole.Learner).Refusal?.Code);
        Assert.Equal("course.admins-only", CourseRules.Withdraw(Taught(), Viewer("instructor"), "instructor").Refusal?.Code);
        Assert.Null(CourseRules.Withdraw(Taught(), Admin, "instructor").Refusal);
    }

    [Theory]
    [InlineData("ann", "course.not-teaching")]
    [InlineData("assistant", null)]
    [InlineData("instructor", null)]
    public void Teaches_Marking_IsAlsoForAssistants(string who, string? code) =>
        Assert.Equal(code, CourseRules.Teaches(Taught(), Viewer(who), isMarking: true)?.Code);

    [Theory]
    [InlineData("100.01", false)]
    [InlineData("-1", false)]
    [InlineData("33.333", false)]
    [InlineData("0", true)]
    [InlineData("99.99", true)]
    public void IsScore_Is0To100WithTwoDecimals(string score, bool isOne)
    {
        var value = decimal.Parse(score, System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(isOne, CourseRules.IsScore(value));
        Assert.Equal(isOne ? null : "course.assessment-invalid", CourseRules.Put(Taught(), Admin, new Assessment("a", "TMA", value)).Refusal?.Code);
    }

    [Fact]
    public void Import_Again_AddsWhatIsMissing()
    {
        var course = new ImportedCourse(Title, [new("i1", "quiz", "Quiz")], [new("a1", "TMA", 10)], ["ann", "ben"]);
        var state = Apply(new(), CourseRules.Import(new(), course));
        Assert.Equal((2, 1, 1), (state.Roles.Count, state.Items.Count, state.Assessments.Count));

        Assert.Empty(CourseRules.Import(state, course).Events);
        var more = course with { Learners = ["ben", "cleo"], Items = [new("i1", "quiz", "Another title")] };
        state = Apply(state, CourseRules.Import(state, more));
        Assert.Equal(["ann", "ben", "cleo"], state.Roles.Keys);
        Assert.Equal("Quiz", state.Items["i1"].Title);
    }

    /// <summary>The score is Σ score × weight / 100, half a hundredth to even, whatever was handed in first and how often.</summary>
    [Fact]
    public void Score_OfAnyOrder_IsTheWeightedSum() =>
        Gen.Select(Gen.Int[0, 9], Gen.Int[-1, 100], Gen.Int[0, 8].Select(eighths => eighths * 12.5m)).Array[0, 40].Sample(
            given =>
            {
                var completions = given.Select(one => new Completion($"a{one.Item1}", one.Item2 < 0 ? null : one.Item2, one.Item3)).ToList();
                var course = new CourseEntry("id", "AAA", "2013J", "Algebra", null);
                var state = completions.Aggregate(new StudiesState(), (now, one) => StudiesRules.Complete(now, course, [one]).Events.Aggregate(
                    now, (before, happened) => before.Apply(new(1, Now, happened))));

                var last = completions.GroupBy(one => one.AssessmentId).Select(same => same.Last());
                var expected = completions.Count == 0 ? (decimal?)null : Math.Round(last.Sum(one => (one.Score ?? 0) * one.Weight / 100), 2, MidpointRounding.ToEven);
                Assert.Equal(expected, state.Courses.GetValueOrDefault("id")?.Score);
            },
            iter: 300);

    private static Viewer Viewer(string id) => new("t", id, id, "employees", false, []);

    private static CourseState Taught() => Apply(new(), Decision<CourseEvent>.Of(
        new CourseCreated(Title),
        new LearnersEnrolled(["instructor"], CourseRole.Instructor),
        new LearnersEnrolled(["assistant"], CourseRole.TeachingAssistant),
        new LearnersEnrolled(["ann"], CourseRole.Learner)));

    private static CourseState Apply(CourseState state, Decision<CourseEvent> decision) =>
        decision.Events.Aggregate(state, (now, happened) => now.Apply(new(1, Now, happened)));
}
