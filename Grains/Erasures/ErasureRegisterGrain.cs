using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace LmsActors.Erasures;

[GrainType("erasure-register"), Reentrant]
internal sealed class ErasureRegisterGrain(Log<ErasureRegisterState, ErasureRegisterEvent> log, ILogger<ErasureRegisterGrain> logger)
    : LogGrain<ErasureRegisterState, ErasureRegisterEvent>(log, logger), IErasureRegisterGrain
{
    private const int KeyBytes = 32;

    public async Task<string> IdOfAsync(string learnerId)
    {
        if (Log.Committed.Keys.IsEmpty)
        {
            var key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyBytes));
            await CommitAsync(Operation.None, (state, _) => ErasureRegisterRules.Prepare(state, key));
        }

        return Log.Committed.IdOf(learnerId);
    }

    public Task<bool> IsErasedAsync(string learnerId) => Task.FromResult(Log.Committed.IsErased(learnerId));

    public Task<IReadOnlySet<string>> ErasedAmongAsync(IReadOnlyList<string> learnerIds) =>
        Task.FromResult<IReadOnlySet<string>>(learnerIds.Where(Log.Committed.IsErased).ToHashSet());

    public Task NoteAsync(Erasure erasure) => CommitAsync(Operation.None, (state, _) => ErasureRegisterRules.Note(state, erasure));

    public Task<Page<Erasure>> PageAsync(Paging paging)
    {
        var rest = Log.Committed.Erasures.Values
            .Where(erasure => paging.Cursor is null || string.CompareOrdinal(Place(erasure), paging.Cursor) < 0)
            .OrderByDescending(Place, StringComparer.Ordinal)
            .Take(paging.Limit + 1)
            .ToList();
        var page = rest.Take(paging.Limit).ToList();
        return Task.FromResult(new Page<Erasure>(page, rest.Count > paging.Limit ? Place(page[^1]) : null));
    }

    public Task<ErasureRegister> ExportAsync()
    {
        var state = Log.Committed;
        return Task.FromResult(new ErasureRegister(Key.Tenant, state.Keys, [.. state.Erasures.Values.OrderBy(Place, StringComparer.Ordinal)]));
    }

    public Task AdoptAsync(ErasureRegister register) => CommitAsync(Operation.None, (state, _) => ErasureRegisterRules.Adopt(state, register));

    private static string Place(Erasure erasure) => $"{erasure.OrderedAt.UtcTicks:x16}-{erasure.Id}";
}
