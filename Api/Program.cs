using LmsActors.Accounts;
using LmsActors.Backup;
using LmsActors.Boards;
using LmsActors.Chat;
using LmsActors.Connections;
using LmsActors.Courses;
using LmsActors.Erasures;
using LmsActors.Feeds;
using LmsActors.Groups;
using LmsActors.Import;
using LmsActors.Kudos;
using LmsActors.Live;
using LmsActors.NameDirectory;
using LmsActors.Posts;
using LmsActors.Profiles;
using LmsActors.Tenants;
using LmsActors.Web;

return await LmsActors.CommandLine.RunAsync(args);

namespace LmsActors
{
    /// <summary>The whole server, as a table of contents: one line a slice.</summary>
    internal static class ApiServer
    {
        /// <param name="args">The command line; overrides the configuration.</param>
        /// <param name="adjust">What a test wants otherwise.</param>
        public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? adjust = null)
        {
            var builder = HostingSetup.CreateBuilder(args);
            adjust?.Invoke(builder);
            builder.AddSilo();
            builder.AddApiKernel();
            builder.Services.AddLoadLimits();
            builder.Services.AddRateLimits();
            builder.AddTelemetry();
            builder.Services.AddReference();
            builder.Services.AddTenants();
            builder.AddAccounts();
            builder.AddLive();
            builder.AddImport();
            builder.Services.AddBackup();
            builder.Services.AddPages();

            var app = builder.Build();
            app.UseApiKernel();
            app.UseClock();
            app.UsePageErrors();
            app.UseSecurityHeaders();
            app.UseLoadLimits();
            app.UseLive();
            app.UseAccounts();
            app.UseRateLimits();
            app.UseTenants();
            app.UsePages();
            app.MapTelemetry();
            app.MapReference();

            var api = app.MapGroup("/api/v1").RequireAuthorization().DescribeProblems();
            api.MapTenants();
            api.MapAccounts();
            api.MapAccountAdministration();
            api.MapProfiles();
            api.MapConnections();
            api.MapDirectory();
            api.MapPosts();
            api.MapFeeds();
            api.MapGroups();
            api.MapChat();
            api.MapKudos();
            api.MapCourses();
            api.MapBoards();
            api.MapStreams();
            app.MapLive();
            api.MapImport();
            api.MapBackup();
            api.MapErasures();
            app.MapPages();
            app.MapDashboard();
            return app;
        }
    }
}
