using System.CommandLine;
using System.CommandLine.Help;
using LmsActors.Backup;
using LmsActors.Erasures;
using LmsActors.Hosting;
using LmsActors.Import;
using LmsActors.Storage;
using LmsActors.Storage.Archive;

namespace LmsActors;

/// <summary>The executable as a tool: the server by default, and the jobs beside it.</summary>
internal static class CommandLine
{
    public const int Done = 0;

    /// <summary>It was understood, and cannot be done: one sentence on standard error says why.</summary>
    public const int Failed = 1;

    /// <summary>It was not understood: one sentence on standard error says what.</summary>
    public const int NotUnderstood = 2;

    /// <summary>How long an interrupted command may take to come to an end: the longest drain of a server, and its stop.</summary>
    private static readonly TimeSpan EndWithin = TimeSpan.FromMinutes(2);

    public static async Task<int> RunAsync(string[] args)
    {
        var parsed = Root().Parse(args);
        if (parsed.Errors.Count > 0 && parsed.Action is not HelpAction)
        {
            Console.Error.WriteLine($"{parsed.Errors[0].Message.TrimEnd('.')}. --help shows what there is.");
            return NotUnderstood;
        }

        try
        {
            return await parsed.InvokeAsync(new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = EndWithin });
        }
        catch (Exception failure) when (Sentence(failure) is { } sentence)
        {
            Console.Error.WriteLine(sentence);
            return Failed;
        }
    }

    private static RootCommand Root()
    {
        var root = new RootCommand("""
            LmsActors, the social layer for learning platforms.
            Without a command it serves. Everything is kept in ./data, or where the environment variable Storage__Path says.
            """)
        {
            ServeCommand.Create(),
            new Command("import", "Fill the platform with what other systems have. Importing twice changes nothing.")
            {
                ImportCommands.Gitter(),
                ImportCommands.Follows(),
                ImportCommands.Oulad(),
                ImportArchiveCommand.Create(),
            },
            new Command("replay", "Play old conversations again through the live path.") { ReplayCommand.Gitter() },
            ExportCommand.Create(),
            ErasureCommands.Erase(),
            ErasureCommands.Erasures(),
            VerifyCommand.Create(),
            MigrateCommand.Create(),
        };
        ServeCommand.MakeDefault(root);
        return root;
    }

    /// <summary>What a person can do something about, in one sentence; null for a bug, which shows itself in full.</summary>
    private static string? Sentence(Exception failure)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case ImportSourceException or CommandException or ArchiveException or StorageInUseException or StorageUnavailableException or LogDamagedException or ConfigurationException or Microsoft.Extensions.Options.OptionsValidationException:
                    return cause.Message;
                case Microsoft.AspNetCore.Connections.AddressInUseException:
                    return $"{failure.Message.TrimEnd('.')}: choose another address with ASPNETCORE_URLS.";
                case OutcomeUnknownException:
                    return $"The storage failed: {cause.Message} Run the command again to go on.";
                case OperationCanceledException:
                    return "Stopped.";
            }
        }

        return null;
    }
}
