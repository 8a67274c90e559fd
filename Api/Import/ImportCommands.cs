using System.CommandLine;
using System.Text.Json;

namespace LmsActors.Import;

/// <summary><c>import gitter</c>, <c>import follows</c> and <c>import oulad</c>.</summary>
internal static class ImportCommands
{
    public static Command Gitter()
    {
        var path = PathArgument("A folder or .tar.gz of room archives in the form of freeCodeCamp/gitter-history, or one of them.");
        var server = new ServerOptions();
        var gitter = new Command("gitter", """
            Each room becomes an open group with a room, each author a learner without password; times are those of the originals.
            Rows that are not as they should be are reported with file and line, and do not stop it.
            The last line of output is JSON: { records, duplicates, messages, rooms, authors, kudos, dirty, newMessages, newLearners, newKudos, seconds }.
            """) { path };
        server.AddTo(gitter);
        gitter.SetAction((given, cancellation) => RunAsync(
            given, server, "importing messages",
            (target, progress, time) => new GitterImport(target, progress, time).RunAsync(given.GetRequiredValue(path), cancellation), cancellation));
        return gitter;
    }

    public static Command Follows()
    {
        var path = PathArgument("A file of lines `a b`, plain or gzipped, read as: b follows a. A folder or .tar.gz of such files will do as well.");
        var server = new ServerOptions();
        var follows = new Command("follows", """
            Who follows whom. Each number becomes a learner with that name.
            The last line of output is JSON: { records, duplicates, follows, learners, dirty, newFollows, newLearners, seconds }.
            """) { path };
        server.AddTo(follows);
        follows.SetAction((given, cancellation) => RunAsync(
            given, server, "importing learners and follows",
            (target, progress, time) => new FollowsImport(target, progress, time).RunAsync(given.GetRequiredValue(path), cancellation), cancellation));
        return follows;
    }

    public static Command Oulad()
    {
        var path = PathArgument("A folder or .tar.gz with the tables of OULAD: courses, assessments, vle, studentInfo, studentAssessment (.csv or .csv.gz).");
        var server = new ServerOptions();
        var oulad = new Command("oulad", """
            The Open University Learning Analytics Dataset: each module presentation becomes a course run, each student a learner, with scores.
            Rows that are not as they should be are reported with file and line, and do not stop it.
            The last line of output is JSON: { records, duplicates, courses, learners, enrolments, items, assessments, submissions, dirty, newLearners, newEnrolments, newSubmissions, seconds }.
            """) { path };
        server.AddTo(oulad);
        oulad.SetAction((given, cancellation) => RunAsync(
            given, server, "importing courses",
            (target, progress, time) => new OuladImport(target, progress, time).RunAsync(given.GetRequiredValue(path), cancellation), cancellation));
        return oulad;
    }

    public static Argument<string> PathArgument(string description) => new("PATH") { Description = description };

    /// <summary>The last line of output of every job.</summary>
    public static void WriteResult<T>(T counts) => Console.Out.WriteLine(JsonSerializer.Serialize(counts, LiveJson.Options));

    private static async Task<int> RunAsync<T>(
        ParseResult given, ServerOptions server, string title, Func<IImportTarget, IImportProgress, TimeProvider, Task<T>> job, CancellationToken cancellation)
    {
        if (server.Connect(given, TimeProvider.System) is { } client)
        {
            using (client)
            {
                WriteResult(await ConsoleProgress.RunAsync(title, TimeProvider.System, progress => job(new RestImportTarget(client), progress, TimeProvider.System)));
                return CommandLine.Done;
            }
        }

        await using var silo = await EmbeddedSilo.StartAsync(founds: true, cancellation);
        WriteResult(await ConsoleProgress.RunAsync(title, silo.Time, progress => job(silo.Target, progress, silo.Time)));
        return CommandLine.Done;
    }
}
