using System.CommandLine;
using LmsActors.Hosting;

namespace LmsActors.Import;

/// <summary><c>verify</c>.</summary>
internal static class VerifyCommand
{
    public static Command Create()
    {
        var verify = new Command("verify", """
            Read every log in Storage__Path, and check that states, counts, lists and feeds agree. What does not is said line by line; the exit code is then 1.
            The last line of output is JSON: { logs, unreadable, facts, feeds, problems, seconds }.
            """);
        verify.SetAction(RunAsync);
        return verify;
    }

    private static async Task<int> RunAsync(ParseResult given, CancellationToken cancellation)
    {
        await using var silo = await EmbeddedSilo.StartAsync(founds: false, cancellation);
        var catalog = StorageSetup.Catalog(silo.Services);
        var found = await ConsoleProgress.RunAsync("reading logs", silo.Time, progress =>
            new StorageVerification(silo.Grains, silo.Time, progress).RunAsync(catalog, cancellation));
        foreach (var problem in found.Problems)
        {
            Console.Out.WriteLine(problem);
        }

        ImportCommands.WriteResult(found.Counts);
        return found.Counts.Problems == 0 ? CommandLine.Done : CommandLine.Failed;
    }
}
