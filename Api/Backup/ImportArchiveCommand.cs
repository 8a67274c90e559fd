using System.CommandLine;
using LmsActors.Erasures;
using LmsActors.Import;
using LmsActors.Storage.Archive;

namespace LmsActors.Backup;

/// <summary><c>import archive</c>.</summary>
internal static class ImportArchiveCommand
{
    private static readonly Argument<string> Source = ImportCommands.PathArgument("An archive that export has written, plain or gzipped.");
    private static readonly Option<bool> Force = new("--force")
    {
        Description = "Replace what the storage has of the same actors. Actors that the archive does not have stay as they are.",
    };

    private static readonly Option<string?> Erasures = new("--erasures")
    {
        Description = "A register of erasures: whoever is in it, and in the archive, is erased before this command ends.",
        HelpName = "FILE",
    };

    public static Command Create()
    {
        var archive = new Command("archive", """
            Restore what export has written into the storage that is configured, which no server may be using.
            The archive is checked before anything is written. A storage with other content is refused. An import that was killed can be run again.
            The last line of output is JSON: { journals, bytes, new, replaced, unchanged, seconds }.
            """) { Source, Force, Erasures };
        archive.SetAction(RunAsync);
        return archive;
    }

    private static async Task<int> RunAsync(ParseResult given, CancellationToken cancellation)
    {
        var (path, time) = (given.GetRequiredValue(Source), TimeProvider.System);
        var (start, erasures) = (time.GetTimestamp(), given.GetValue(Erasures));
        if (erasures is not null)
        {
            await ErasureRegisterFile.ReadAsync(erasures, cancellation);
        }

        var done = await ConsoleProgress.RunAsync("checking and importing journals", time, async progress =>
        {
            var imported = await WriteAsync(path, given.GetValue(Force), () => progress.Advance(1), cancellation);
            await WakeIfPartialAsync(path, progress, cancellation);
            if (erasures is not null)
            {
                progress.Say("erasing those who were erased since");
                await ErasureCommands.ApplyAsync(erasures, cancellation);
            }

            return imported;
        });
        var seconds = Math.Round(time.GetElapsedTime(start).TotalSeconds, 2);
        ImportCommands.WriteResult(new ImportArchiveCounts(
            done.Totals.Journals, done.Totals.Bytes, done.New, done.Replaced, done.Unchanged, seconds));
        return CommandLine.Done;
    }

    private static async Task<ImportedJournals> WriteAsync(string path, bool force, Action advance, CancellationToken cancellation)
    {
        // A path that leads nowhere is told before a storage is made.
        await ReadHeaderAsync(path, cancellation);
        await using var storage = await ConfiguredStorage.OpenAsync(cancellation);
        var import = new StorageImport(storage.Journals, storage.FormatKey, force);
        return await import.RunAsync(() => ArchiveFile.OpenText(path), advance, cancellation);
    }

    private static async Task WakeIfPartialAsync(string path, IImportProgress progress, CancellationToken cancellation)
    {
        if ((await ReadHeaderAsync(path, cancellation)).Tenant is not { } tenant)
        {
            return;
        }

        progress.Say("delivering what actors owe each other");
        await using var silo = await EmbeddedSilo.StartAsync(founds: false, cancellation);
        await new OwingActors(silo.Grains, silo.Time).DeliverAsync(TenantJournals.ListAsync(silo.Services, tenant, cancellation), cancellation);
    }

    private static async Task<ArchiveHeader> ReadHeaderAsync(string path, CancellationToken cancellation)
    {
        await using var text = ArchiveFile.OpenText(path);
        using var reader = await ArchiveReader.OpenAsync(text, cancellation);
        return reader.Header;
    }
}
