using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace LmsActors.Accounts;

[GenerateSerializer, Immutable, Alias("key-stored")]
internal sealed record KeyStored([property: Id(0)] string Name, [property: Id(1)] string Element);

[GenerateSerializer, Immutable, Alias("key-ring-state")]
internal sealed record KeyRingState : IState<KeyRingState, KeyStored>
{
    [Id(0)] public ImmutableList<KeyStored> Elements { get; init; } = [];

    public KeyRingState Apply(Happened<KeyStored> happened) => this with { Elements = Elements.Add(happened.Event) };
}

[GrainType("key-ring"), Reentrant]
internal sealed class KeyRingGrain(Log<KeyRingState, KeyStored> log, ILogger<KeyRingGrain> logger)
    : LogGrain<KeyRingState, KeyStored>(log, logger), IKeyRingGrain
{
    public Task<IReadOnlyList<string>> ElementsAsync() =>
        Task.FromResult<IReadOnlyList<string>>([.. Log.Committed.Elements.Select(stored => stored.Element)]);

    public Task<Result> StoreAsync(string name, string element) => CommitAsync(
        Operation.None,
        (state, _) => state.Elements.Exists(stored => stored.Name == name) ? Decision<KeyStored>.Nothing : new KeyStored(name, element));
}
