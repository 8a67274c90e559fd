using LmsActors.Connections;
using LmsActors.NameDirectory;

namespace LmsActors.Profiles;

public sealed class ProfileGrainTests(TestSilo silo) : IClassFixture<TestSilo>
{
    [Fact]
    public async Task Create_Repeated_AnswersTheLearnerAsItIs()
    {
        var profile = silo.Get<IProfileGrain>("create", "ada");

        Assert.Null(await profile.IdentityAsync());
        Assert.Equal(new Person("ada", "Ada"), (await profile.CreateAsync(new("Ada", "employees", "gitter:1"))).Value);
        Assert.Equal(new Person("ada", "Ada"), (await profile.CreateAsync(new("Eve", "customers"))).Value);
        Assert.Equal(new LearnerIdentity("Ada", "employees", "gitter:1"), await profile.IdentityAsync());
    }

    [Fact]
    public async Task Edit_Reactivated_IsRemembered()
    {
        var profile = await CreateAsync("edit", "ada");
        await profile.EditAsync(new()
        {
            Headline = "Engineer",
            Bio = new RichText("*hi*", "<p><em>hi</em></p>"),
            Sections = new(true, [new("job", "Dev", "Acme", new(2020, 1, 1), null, "Built things")]),
            Links = new(true, [new("Home", "https://ada.example/")]),
            Visibility = new(true, new Dictionary<ProfilePart, Visibility> { [ProfilePart.Bio] = Visibility.Friends }),
        });
        await silo.DeactivateAsync(profile);

        var read = (await profile.ReadAsync(TestSilo.Viewer("edit", "ada"))).Value!.Profile;

        Assert.Equal(("Engineer", "<p><em>hi</em></p>", "Built things"), (read.Headline, read.Bio!.Html, read.Sections[0].Text));
        Assert.Equal(Visibility.Friends, read.Visibility![ProfilePart.Bio]);
    }

    [Fact]
    public async Task Read_PartForFriends_IsSeenOnceTheyAreFriends()
    {
        const string tenant = "friends-part";
        var ada = await CreateAsync(tenant, "ada");
        await CreateAsync(tenant, "bob");
        await ada.EditAsync(new()
        {
            Headline = "For friends",
            Visibility = new(true, new Dictionary<ProfilePart, Visibility> { [ProfilePart.Headline] = Visibility.Friends }),
        });

        Assert.Null((await ada.ReadAsync(TestSilo.Viewer(tenant, "bob"))).Value!.Profile.Headline);
        await silo.Get<IConnectionsGrain>(tenant, "ada").BefriendAsync("bob");
        await silo.Get<IConnectionsGrain>(tenant, "bob").BefriendAsync("ada");

        var page = (await ada.ReadAsync(TestSilo.Viewer(tenant, "bob"))).Value!;
        Assert.Equal("For friends", page.Profile.Headline);
        Assert.True(page.Relation.Friend);
        Assert.Null(page.Profile.Visibility);
    }

    [Fact]
    public async Task Read_AcrossABlockOrTenantsOrNobody_IsNotFound()
    {
        const string tenant = "apart";
        var (ada, bob) = (await CreateAsync(tenant, "ada"), await CreateAsync(tenant, "bob"));
        await silo.Get<IConnectionsGrain>(tenant, "ada").BlockAsync("bob");

        Assert.Equal("learner.not-found", (await ada.ReadAsync(TestSilo.Viewer(tenant, "bob"))).Refusal?.Code);
        Assert.Equal("learner.not-found", (await bob.ReadAsync(TestSilo.Viewer(tenant, "ada"))).Refusal?.Code);
        Assert.Equal("learner.not-found", (await ada.ReadAsync(TestSilo.Viewer("elsewhere", "eve"))).Refusal?.Code);
        Assert.Equal("learner.not-found", (await silo.Get<IProfileGrain>(tenant, "nobody").ReadAsync(TestSilo.Viewer(tenant, "ada"))).Refusal?.Code);
    }

    [Fact]
    public async Task Rename_ReachesTheDirectory()
    {
        var profile = await CreateAsync("rename", "ada");
        await profile.EditAsync(new() { Name = "Lovelace" });

        await TestSilo.UntilAsync(async () => (await FindAsync("rename", "lovelace")).Items is [{ Id: "ada", Name: "Lovelace" }]);
        Assert.Empty((await FindAsync("rename", "ada")).Items);
    }

    private Task<Page<DirectoryHit>> FindAsync(string tenant, string name) =>
        Directories.FindAsync(silo.Grains, tenant, DirectoryKinds.Learner, new() { Name = name }, new(10, null));

    private async Task<IProfileGrain> CreateAsync(string tenant, string id)
    {
        var profile = silo.Get<IProfileGrain>(tenant, id);
        Assert.True((await profile.CreateAsync(new(id, "employees"))).IsOk);
        return profile;
    }
}
