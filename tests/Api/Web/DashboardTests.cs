using System.Net;

namespace LmsActors.Web;

/// <summary>Orleans' dashboard is for administrators, and only where it was asked for.</summary>
public sealed class DashboardTests(ApiHost host)
{
    private const string Dashboard = "/admin/orleans/";

    [Fact]
    public async Task Dashboard_NotAskedFor_IsNotThere()
    {
        var admin = await host.AdminAsync();

        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(admin.Client, Dashboard));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(host.Machine, Dashboard + "DashboardCounters"));
    }

    [Fact]
    public async Task Dashboard_AskedFor_AnswersAdministratorsAlone()
    {
        await using var server = await ApiHost.StartAsync(null, ("Dashboard:Enabled", "true"));
        var (admin, ann) = (await server.AdminAsync(), await server.RegisterAsync());
        var onBehalf = server.Client(("X-Api-Key", ApiHost.ApiKey), ("X-On-Behalf-Of", ann.Id));

        foreach (var address in (string[])[Dashboard, Dashboard + "index.min.js", Dashboard + "DashboardCounters", Dashboard + "Reminders"])
        {
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(admin.Client, address));
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(server.Machine, address));
            Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(ann.Client, address));
            Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(onBehalf, address));
            Assert.Equal(HttpStatusCode.Redirect, await StatusAsync(server.Anonymous, address));
        }

        // It counts once a second, for the first time a while after it has started.
        await Eventually.UntilAsync(async () =>
            (await admin.Client.JsonAsync(Dashboard + "DashboardCounters")).GetProperty("totalActiveHostCount").GetInt32() == 1);
    }

    /// <summary>What actors remember, and what is logged, concerns learners; it is not shown to operators either.</summary>
    [Fact]
    public async Task Dashboard_WhatActorsRemember_IsNotShown()
    {
        await using var server = await ApiHost.StartAsync(null, ("Dashboard:Enabled", "true"));
        var admin = await server.AdminAsync();

        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(admin.Client, $"{Dashboard}GrainState?grainId=default/tenant&grainType=LmsActors.Tenants.TenantGrain"));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(admin.Client, Dashboard + "Trace"));
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string address)
    {
        using var answer = await client.GetAsync(address);
        return answer.StatusCode;
    }
}
