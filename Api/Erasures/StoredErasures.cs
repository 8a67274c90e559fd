using LmsActors.Hosting;
using LmsActors.Import;
using Orleans.Journaling;

namespace LmsActors.Erasures;

/// <summary>What the erasures of a register have done, to a storage.</summary>
internal sealed record ErasureCounts(long Erasures, long Erased, long Rewritten, long Deleted, double Seconds);

/// <summary>Registers of erasures over the storage that is configured, which no server may be using.</summary>
internal sealed class StoredErasures(EmbeddedSilo silo)
{
    private const int AtOnce = 1000;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>The registers of all tenants.</summary>
    public async Task<IReadOnlyList<ErasureRegister>> RegistersAsync(CancellationToken cancellation)
    {
        var registers = new List<ErasureRegister>();
        await foreach (var actor in ActorsAsync("erasure-register", cancellation))
        {
            registers.Add(await silo.Grains.Erasures(actor.Tenant).ExportAsync());
        }

        return registers;
    }

    /// <summary>Takes the registers over, and erases those who are in them and are there. Answers the erasures that were carried out.</summary>
    public async Task<IReadOnlyList<Erasure>> ApplyAsync(IReadOnlyList<ErasureRegister> registers, CancellationToken cancellation)
    {
        var done = new List<Erasure>();
        foreach (var register in registers)
        {
            await silo.Grains.Erasures(register.Tenant).AdoptAsync(register);
        }

        foreach (var learner in await BackAsync([.. registers.Select(register => register.Tenant)], cancellation))
        {
            done.Add(await EraseAsync(learner, null, cancellation));
        }

        return done;
    }

    /// <summary>Erases one learner, and waits until that is complete.</summary>
    /// <exception cref="CommandException">There is no such learner.</exception>
    public async Task<Erasure> EraseAsync(ActorKey learner, string? orderedBy, CancellationToken cancellation)
    {
        var id = await silo.Grains.Erasures(learner.Tenant).IdOfAsync(learner.Id);
        var erasure = silo.Grains.Actor<IErasureGrain>(learner with { Id = id });
        var by = orderedBy ?? (await erasure.ReadAsync())?.OrderedBy ?? "register";
        if ((await erasure.OrderAsync(new(Operation.None, learner.Id, by))).Refusal is { } refusal)
        {
            throw new CommandException(refusal.Message);
        }

        Erasure? read;
        while ((read = await erasure.ReadAsync()) is not { CompletedAt: not null })
        {
            await Task.Delay(Pause, silo.Time, cancellation);
        }

        return read;
    }

    /// <summary>Learners who are there although the registers of their tenants say that they were erased.</summary>
    private async Task<IReadOnlyList<ActorKey>> BackAsync(IReadOnlyList<string> tenants, CancellationToken cancellation)
    {
        var (back, asked) = (new List<ActorKey>(), new List<ActorKey>(AtOnce));
        await foreach (var learner in ActorsAsync("profile", cancellation))
        {
            if (tenants.Contains(learner.Tenant))
            {
                asked.Add(learner);
            }

            if (asked.Count == AtOnce)
            {
                back.AddRange(await AskAsync(asked));
                asked.Clear();
            }
        }

        back.AddRange(await AskAsync(asked));
        return back;
    }

    private async Task<IEnumerable<ActorKey>> AskAsync(IEnumerable<ActorKey> learners)
    {
        var back = new List<ActorKey>();
        foreach (var tenant in learners.GroupBy(learner => learner.Tenant))
        {
            var erased = await silo.Grains.Erasures(tenant.Key).ErasedAmongAsync([.. tenant.Select(learner => learner.Id)]);
            back.AddRange(tenant.Where(learner => erased.Contains(learner.Id)));
        }

        return back;
    }

    private async IAsyncEnumerable<ActorKey> ActorsAsync(
        string type, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var entry in StorageSetup.Catalog(silo.Services).ListAsync(cancellationToken: cancellation))
        {
            if (GrainId.TryParse(entry.Id.Value, out var actor) && actor.Type.ToString() == type && JournalId.FromGrainId(actor) == entry.Id)
            {
                yield return ActorKey.Parse(actor.Key.ToString()!);
            }
        }
    }
}
