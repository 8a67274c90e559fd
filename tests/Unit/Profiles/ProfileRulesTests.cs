namespace LmsActors.Profiles;

public sealed class ProfileRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly ProfileState Ada = After(new ProfileState(), ProfileRules.Create(new(), new("  Ada ", "employees", "gitter:1")));

    [Fact]
    public void Create_Twice_ChangesNothing() => Assert.Empty(ProfileRules.Create(Ada, new("Eve", "customers")).Events);

    [Fact]
    public void Create_Name_IsTrimmed() => Assert.Equal("Ada", Ada.Name);

    [Fact]
    public void Edit_NobodyThere_IsNotFound() =>
        Assert.Equal("learner.not-found", ProfileRules.Edit(new(), new(), Now).Refusal?.Code);

    [Fact]
    public void Edit_NothingGiven_ChangesNothing() => Assert.Empty(ProfileRules.Edit(Ada, new(), Now).Events);

    [Fact]
    public void Edit_Absent_StaysAndNullClears()
    {
        var full = Edited(Ada, new() { Headline = "Engineer", Skills = new(true, ["C#"]) });

        var cleared = Edited(full, new() { Headline = new(true, null) });

        Assert.Null(cleared.Parts.Headline);
        Assert.Equal(["C#"], cleared.Parts.Skills);
        Assert.Equal("Ada", cleared.Name);
    }

    [Fact]
    public void Edit_Visibility_NamedPartsChangeAndOthersStay()
    {
        var first = Edited(Ada, new() { Visibility = Seen(ProfilePart.Bio, Visibility.Friends) });
        var second = Edited(first, new() { Visibility = Seen(ProfilePart.Links, Visibility.Nobody) });

        Assert.Equal(Visibility.Friends, second.Parts.SeenBy(ProfilePart.Bio));
        Assert.Equal(Visibility.Nobody, second.Parts.SeenBy(ProfilePart.Links));
        Assert.Equal(Visibility.All, second.Parts.SeenBy(ProfilePart.Skills));
        Assert.Equal(Visibility.All, Edited(second, new() { Visibility = new(true, null) }).Parts.SeenBy(ProfilePart.Bio));
    }

    [Theory]
    [InlineData(Visibility.All, true, true)]
    [InlineData(Visibility.Friends, false, true)]
    [InlineData(Visibility.Nobody, false, false)]
    public void ToView_Part_IsSeenByItsAudience(Visibility visibility, bool strangerSees, bool friendSees)
    {
        var state = Edited(Ada, new() { Headline = "Engineer", Visibility = Seen(ProfilePart.Headline, visibility) });

        Assert.Equal(strangerSees, state.ToView("a", Now, isFriend: false).Headline is not null);
        Assert.Equal(friendSees, state.ToView("a", Now, isFriend: true).Headline is not null);
        Assert.Equal("Engineer", state.ToOwnView("a", Now).Headline);
        Assert.Null(state.ToView("a", Now, isFriend: true).Visibility);
    }

    [Fact]
    public void ToView_Status_IsAbsentFromItsExpiryOn()
    {
        var state = Edited(Ada, new() { Status = new LearnerStatus("Away", "🌴", Now.AddHours(1)) });

        Assert.NotNull(state.ToView("a", Now.AddMinutes(59), false).Status);
        Assert.Null(state.ToView("a", Now.AddHours(1), false).Status);
        Assert.Null(state.ToOwnView("a", Now.AddHours(1)).Status);
    }

    public static TheoryData<string, EditProfile> Refused => new()
    {
        { "profile.name-invalid", new() { Name = new(true, null) } },
        { "profile.name-invalid", new() { Name = "\u202Eada" } },
        { "profile.name-invalid", new() { Name = new string('a', 101) } },
        { "profile.headline-invalid", new() { Headline = new string('a', 201) } },
        { "profile.bio-invalid", new() { Bio = new RichText(new string('a', 10_001), "") } },
        { "profile.too-many-skills", new() { Skills = new(true, [.. Enumerable.Range(0, 51).Select(i => $"skill {i}")]) } },
        { "profile.skill-invalid", new() { Skills = new(true, ["Chess", "chess"]) } },
        { "profile.too-many-links", new() { Links = new(true, [.. Enumerable.Range(0, 21).Select(i => new ProfileLink("x", $"https://x/{i}"))]) } },
        { "profile.link-invalid", new() { Links = new(true, [new("x", "javascript:alert(1)")]) } },
        { "profile.link-invalid", new() { Links = new(true, [new("x", "data:text/html,x")]) } },
        { "profile.link-invalid", new() { Links = new(true, [new("x", "//example.org")]) } },
        { "profile.link-invalid", new() { Links = new(true, [new("x", "https://bank.example@evil.example/")]) } },
        { "profile.link-invalid", new() { Links = new(true, [null!]) } },
        { "profile.too-many-sections", new() { Sections = new(true, [.. Enumerable.Repeat(new ResumeSection("a", "b"), 51)]) } },
        { "profile.section-invalid", new() { Sections = new(true, [new("job", "Dev", From: new(2020, 2, 1), To: new(2020, 1, 1))]) } },
        { "profile.status-invalid", new() { Status = new LearnerStatus("") } },
        { "profile.status-invalid", new() { Status = new LearnerStatus("ok", "<b>") } },
        { "profile.status-invalid", new() { Status = new LearnerStatus("ok", "🌴🌴") } },
        { "profile.status-expired", new() { Status = new LearnerStatus("ok", null, Now) } },
        { "profile.visibility-invalid", new() { Visibility = Seen((ProfilePart)99, Visibility.All) } },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void Edit_WhatMayNotStand_IsRefusedByItsCode(string code, EditProfile edit) =>
        Assert.Equal(code, ProfileRules.Edit(Ada, edit, Now).Refusal?.Code);

    private static Patch<IReadOnlyDictionary<ProfilePart, Visibility>> Seen(ProfilePart part, Visibility by) =>
        new(true, new Dictionary<ProfilePart, Visibility> { [part] = by });

    private static ProfileState Edited(ProfileState state, EditProfile edit) => After(state, ProfileRules.Edit(state, edit, Now));

    private static ProfileState After(ProfileState state, Decision<ProfileEvent> decision)
    {
        Assert.Null(decision.Refusal);
        return decision.Events.Aggregate(state, (current, happened) => current.Apply(new(1, Now, happened)));
    }
}
