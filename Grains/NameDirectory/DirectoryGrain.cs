using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace LmsActors.NameDirectory;

[GrainType("directory"), Reentrant]
internal sealed class DirectoryGrain(Log<DirectoryState, DirectoryEvent> log, ILogger<DirectoryGrain> logger)
    : LogGrain<DirectoryState, DirectoryEvent>(log, logger), IDirectoryGrain
{
    private readonly DirectoryIndex _index = new();

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await base.OnActivateAsync(cancellationToken);
        foreach (var id in Log.Committed.Entries.Keys)
        {
            _index.Touch(id);
        }
    }

    public async Task PutNamesAsync(IReadOnlyList<DirectoryName> names)
    {
        await CommitAsync(Operation.None, (state, _) => DirectoryRules.PutNames(state, names));
        foreach (var name in names)
        {
            _index.Touch(name.Id);
        }
    }

    public Task PutCountsAsync(IReadOnlyList<DirectoryCount> counts) =>
        CommitAsync(Operation.None, (state, _) => DirectoryRules.PutCounts(state, counts));

    public Task<IReadOnlyList<DirectoryHit>> FindAsync(DirectoryQuery query)
    {
        _index.Update(Log.Committed);
        return Task.FromResult(DirectoryRules.Find(_index, Log.Committed, query));
    }

    public Task<IReadOnlyList<Person>> NamesAsync(IReadOnlyList<string> ids)
    {
        var state = Log.Committed;
        return Task.FromResult<IReadOnlyList<Person>>(
            [.. ids.Select(id => (Id: id, state.Entry(id).Name)).Where(entry => entry.Name is not null).Select(entry => new Person(entry.Id, entry.Name!))]);
    }

    public Task<DirectoryTotals> TotalsAsync() => Task.FromResult(Log.Committed.ToTotals());

    protected override void OnErased(ErasedLearner learner) => _index.Touch(learner.LearnerId);
}
