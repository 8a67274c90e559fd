using Microsoft.Playwright;

namespace LmsActors.Web;

/// <summary>Orleans' dashboard in a browser: administrators find it in their menu, others nowhere.</summary>
public sealed class DashboardTests(Chromium chromium)
{
    [Fact]
    public async Task Dashboard_ForTheAdministrator_ShowsSilosAndActors()
    {
        await using var server = await Server.StartWithAsync(("Dashboard__Enabled", "true"));
        await using var admin = await chromium.OpenAsync(server);
        await admin.SignInAsAdministratorAsync();

        await admin.Page.GetByLabel("Your menu").ClickAsync();
        await admin.Page.GetByRole(AriaRole.Link, new() { Name = "Orleans dashboard" }).ClickAsync();

        await Assertions.Expect(admin.Page.GetByText("Total Activations")).ToBeVisibleAsync();
        await admin.Page.GotoAsync("/admin/orleans/#/grains");
        await Assertions.Expect(admin.Page.GetByText("TenantGrain").First).ToBeVisibleAsync();
        await admin.ShootAsync("orleans-dashboard");
        Assert.Empty(admin.Complaints);
    }

    [Fact]
    public async Task Dashboard_ForALearner_IsNotThere()
    {
        await using var server = await Server.StartWithAsync(("Dashboard__Enabled", "true"));
        await using var ada = await chromium.OpenAsync(server);
        await ada.RegisterAsync("Ada Lovelace");

        await ada.Page.GetByLabel("Your menu").ClickAsync();
        await Assertions.Expect(ada.Page.GetByRole(AriaRole.Link, new() { Name = "Edit profile" })).ToBeVisibleAsync();
        await Assertions.Expect(ada.Page.GetByRole(AriaRole.Link, new() { Name = "Orleans dashboard" })).ToHaveCountAsync(0);

        var answer = await ada.Page.GotoAsync("/admin/orleans/");
        Assert.Equal(403, answer!.Status);
        await Assertions.Expect(ada.Page.GetByText("Not for you")).ToBeVisibleAsync();
    }
}
