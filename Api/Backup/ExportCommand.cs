using System.CommandLine;
using LmsActors.Import;
using LmsActors.Storage.Archive;

namespace LmsActors.Backup;

/// <summary><c>export</c>.</summary>
internal static class ExportCommand
{
    private static readonly Argument<string> Target = new("PATH") { Description = "The file to write; gzipped if its name ends in .gz." };

    private static readonly Option<bool> Resume = new("--resume")
    {
        Description = "Go on with PATH.part, which an export that was killed has left; nothing may have been written to the storage since.",
    };

    private static readonly Option<bool> Force = new("--force") { Description = "Replace PATH if it is there already." };
    private static readonly ServerOptions Server = new();

    public static Command Create()
    {
        var export = new Command("export", """
            Write everything that is stored into one archive, whatever keeps it: to back it up, or to move it to another storage.
            With --server: of a server that runs, as it is at one moment, the tenant that the API key belongs to.
            While it is written it is called PATH.part.
            The last line of output is JSON: { journals, bytes, resumed, seconds }.
            """) { Target, Resume, Force };
        Server.AddTo(export);
        export.SetAction(RunAsync);
        return export;
    }

    private static async Task<int> RunAsync(ParseResult given, CancellationToken cancellation)
    {
        var time = TimeProvider.System;
        var start = time.GetTimestamp();
        using var client = Server.Connect(given, time);
        if (client is not null && given.GetValue(Resume))
        {
            throw new CommandException("--resume does not go with --server: the archive of a running server is of one moment, which has passed.");
        }

        var (totals, resumed) = await ConsoleProgress.RunAsync("exporting journals", time, progress => client is null
            ? WriteAsync(given, () => progress.Advance(1), cancellation)
            : FetchAsync(client, given, progress, cancellation));
        var seconds = Math.Round(time.GetElapsedTime(start).TotalSeconds, 2);
        ImportCommands.WriteResult(new ExportCounts(totals.Journals, totals.Bytes, resumed, seconds));
        return CommandLine.Done;
    }

    private static async Task<(ArchiveTotals Totals, long Resumed)> WriteAsync(ParseResult given, Action written, CancellationToken cancellation)
    {
        var (path, force) = (given.GetRequiredValue(Target), given.GetValue(Force));
        var reopened = given.GetValue(Resume) ? ArchiveFile.Reopen(path, force) : null;
        await using var file = reopened ?? ArchiveFile.Create(path, force);
        await using var storage = await ConfiguredStorage.OpenAsync(cancellation);
        var header = storage.Header(TimeProvider.System);
        using var archive = await (reopened is null ? file.BeginAsync(header, cancellation) : file.ContinueAsync(header, cancellation));
        var resumed = archive.Totals.Journals;
        await using var source = await JournalSources.OpenAsync(storage.Journals, cancellation);
        var totals = await StorageExport.RunAsync(source, archive, new(Written: written), cancellation);
        if (totals.Journals == 0)
        {
            throw new CommandException("The storage is empty, there is nothing to export: is Storage__Path (or Storage__Provider) as it should be?");
        }

        await file.CompleteAsync();
        return (totals, resumed);
    }

    /// <summary>Takes what the server sends as it is, and reads all of it before it gets its name.</summary>
    private static async Task<(ArchiveTotals Totals, long Resumed)> FetchAsync(
        ServerClient server, ParseResult given, IImportProgress progress, CancellationToken cancellation)
    {
        var path = given.GetRequiredValue(Target);
        await using var file = ArchiveFile.Create(path, given.GetValue(Force));
        await server.DownloadAsync(BackupEndpoints.Path, ArchiveFile.IsZipped(path) ? BackupEndpoints.Gzip : BackupEndpoints.Lines, file.Raw, cancellation);
        progress.Say("checking the archive");
        var totals = await file.CheckAsync(() => progress.Advance(1), cancellation);
        await file.CompleteAsync();
        return (totals, 0);
    }
}
