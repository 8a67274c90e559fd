using System.CommandLine;
using LmsActors.Hosting;

namespace LmsActors;

/// <summary><c>migrate</c>: makes what the configured storage and clustering need, or brings it up to date.</summary>
internal static class MigrateCommand
{
    public static Command Create()
    {
        var migrate = new Command("migrate", """
            Make the tables or containers that the configured storage and clustering need, or bring them up to date.
            Doing it again changes nothing. Run it before the first start, and before the first start of a new version.
            """);
        migrate.SetAction(async (_, cancellation) =>
        {
            var configuration = new ConfigurationBuilder().AddEnvironmentVariables().Build();
            foreach (var done in await Migrations.RunAsync(configuration, cancellation))
            {
                Console.Error.WriteLine(done);
            }

            return CommandLine.Done;
        });
        return migrate;
    }
}
