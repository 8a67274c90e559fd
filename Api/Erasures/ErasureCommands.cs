using System.CommandLine;
using LmsActors.Import;

namespace LmsActors.Erasures;

/// <summary><c>erase</c> and <c>erasures</c>.</summary>
internal static class ErasureCommands
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    public static Command Erase()
    {
        var learner = new Argument<string>("LEARNER") { Description = "The learner's id." };
        var server = new ServerOptions();
        var erase = new Command("erase", """
            Erase a learner for good, and wait until nothing that is stored speaks of the learner any more. It cannot be undone.
            An erasure that was interrupted goes on by itself when the server runs again, or with the same command.
            The last line of output is JSON: { erasures, erased, rewritten, deleted, seconds }.
            """) { learner };
        server.AddTo(erase);
        erase.SetAction((given, cancellation) => RunAsync("erasing", async time =>
        {
            using var client = server.Connect(given, time);
            var id = given.GetRequiredValue(learner);
            return [client is null ? await EraseAsync(id, cancellation) : await EraseAsync(client, id, time, cancellation)];
        }));
        return erase;
    }

    public static Command Erasures() => new("erasures", "The register of erasures: who must not come back from a backup. It does not say who that is.")
    {
        Export(),
        Apply(),
    };

    /// <summary>Applies the registers in a file to the storage that is configured.</summary>
    public static async Task<IReadOnlyList<Erasure>> ApplyAsync(string path, CancellationToken cancellation)
    {
        var file = await ErasureRegisterFile.ReadAsync(path, cancellation);
        await using var silo = await EmbeddedSilo.StartAsync(founds: false, cancellation);
        return await new StoredErasures(silo).ApplyAsync(file.Registers, cancellation);
    }

    private static Command Export()
    {
        var path = new Argument<string>("PATH") { Description = "The file to write." };
        var force = new Option<bool>("--force") { Description = "Replace PATH if it is there already." };
        var server = new ServerOptions();
        var export = new Command("export", """
            Write the register into a file. Keep it apart from the backups, and the newest one with them: a backup may be older than an erasure.
            With --server: of the tenant that the API key belongs to.
            """) { path, force };
        server.AddTo(export);
        export.SetAction(async (given, cancellation) =>
        {
            using var client = server.Connect(given, TimeProvider.System);
            await using var file = ErasureRegisterFile.Create(given.GetRequiredValue(path), given.GetValue(force));
            await (client is null ? WriteAsync(file, cancellation) : client.DownloadAsync(ErasureEndpoints.RegisterPath, "application/json", file, cancellation));
            return CommandLine.Done;
        });
        return export;
    }

    private static Command Apply()
    {
        var path = new Argument<string>("PATH") { Description = "A register that `erasures export` has written." };
        var apply = new Command("apply", """
            Erase again whoever is in the register and has come back, from an older backup for example, in the storage that is configured.
            No server may be using it. The last line of output is JSON: { erasures, erased, rewritten, deleted, seconds }.
            """) { path };
        apply.SetAction((given, cancellation) => RunAsync("applying erasures", _ => ApplyAsync(given.GetRequiredValue(path), cancellation)));
        return apply;
    }

    private static async Task<int> RunAsync(string what, Func<TimeProvider, Task<IReadOnlyList<Erasure>>> run)
    {
        var time = TimeProvider.System;
        var start = time.GetTimestamp();
        var done = await ConsoleProgress.RunAsync(what, time, _ => run(time));
        var seconds = Math.Round(time.GetElapsedTime(start).TotalSeconds, 2);
        ImportCommands.WriteResult(new ErasureCounts(
            done.Count, done.Count(erasure => erasure.CompletedAt is not null), done.Sum(erasure => erasure.Rewritten), done.Sum(erasure => erasure.Deleted), seconds));
        return CommandLine.Done;
    }

    private static async Task WriteAsync(Stream file, CancellationToken cancellation)
    {
        await using var silo = await EmbeddedSilo.StartAsync(founds: false, cancellation);
        await ErasureRegisterFile.Of(await new StoredErasures(silo).RegistersAsync(cancellation)).WriteAsync(file, cancellation);
    }

    private static async Task<Erasure> EraseAsync(string learnerId, CancellationToken cancellation)
    {
        await using var silo = await EmbeddedSilo.StartAsync(founds: false, cancellation);
        return await new StoredErasures(silo).EraseAsync(new(EmbeddedSilo.Tenant, learnerId), "command", cancellation);
    }

    private static async Task<Erasure> EraseAsync(ServerClient server, string learnerId, TimeProvider time, CancellationToken cancellation)
    {
        var key = Ids.New(time.GetUtcNow());
        var ordered = await server.PostAsync<ErasureResponse>(ErasureEndpoints.Path, new OrderErasureRequest(learnerId), cancellation, key: key);
        while (ordered.State != ErasureProgress.Complete)
        {
            await Task.Delay(Pause, time, cancellation);
            ordered = await server.GetAsync<ErasureResponse>($"{ErasureEndpoints.Path}/{ordered.Id}", cancellation);
        }

        return new(ordered.Id, ordered.OrderedBy, ordered.OrderedAt, ordered.CompletedAt, ordered.Rewritten, ordered.Deleted);
    }
}
