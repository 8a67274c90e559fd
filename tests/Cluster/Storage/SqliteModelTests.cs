using CsCheck;
using Orleans.Journaling;
using Orleans.Storage;

namespace LmsActors.Storage;

/// <summary>Any history of two owners of three journals, with failures and restarts, against a model of a dozen lines.</summary>
public sealed class SqliteModelTests
{
    private enum Verb
    {
        Append,
        AppendMuch,
        Replace,
        Delete,
        Read,
        Create,
        Reopen,
    }

    private static readonly Gen<Verb> Verbs = Gen.Frequency(
        (12, Gen.Const(Verb.Append)),
        (1, Gen.Const(Verb.AppendMuch)),
        (2, Gen.Const(Verb.Replace)),
        (1, Gen.Const(Verb.Delete)),
        (4, Gen.Const(Verb.Read)),
        (1, Gen.Const(Verb.Create)),
        (1, Gen.Const(Verb.Reopen)));

    private static readonly Gen<StorageStep?> Failures = Gen.Frequency(
        (8, Gen.Const((StorageStep?)null)),
        (1, Gen.Const((StorageStep?)StorageStep.Committing)),
        (1, Gen.Const((StorageStep?)StorageStep.Committed)));

    private static readonly Gen<Step> Steps = Gen.Select(
        Verbs,
        Gen.Int[0, 2],
        Gen.Int[0, 1],
        Failures,
        (verb, journal, owner, failure) => new Step(verb, journal, owner, failure));

    [Fact]
    public Task Histories_EndAsTheModelSays() => Gen.Select(Steps.Array[1, 60], Gen.OneOf(Gen.Const(0L), Gen.Const(200L), Gen.Const(1L << 20))).SampleAsync(
        async (steps, tailBytes) =>
        {
            await using var run = new Run(tailBytes);
            for (var index = 0; index < steps.Length; index++)
                await run.TakeAsync(steps[index], $"{index};");
            await run.VerifyAsync();
        },
        iter: 150);

    private sealed record Step(Verb Verb, int Journal, int Owner, StorageStep? Failure);

    /// <summary>One history, in the store and in the model: a journal is its text and a stamp that each write changes.</summary>
    private sealed class Run : IAsyncDisposable
    {
        private readonly SqliteFixture _fixture = new();
        private readonly (string? Text, int Stamp)[] _journals = new (string?, int)[3];
        private readonly int?[,] _known = new int?[3, 2];
        private readonly IJournalStorage[,] _owners = new IJournalStorage[3, 2];
        private IJournalStorageProvider _provider = null!;
        private int _stamps;

        public Run(long tailBytes)
        {
            _fixture.Options.TailBytes = tailBytes;
            Open();
        }

        public async Task TakeAsync(Step step, string text)
        {
            var owner = _owners[step.Journal, step.Owner];
            switch (step.Verb)
            {
                case Verb.Reopen:
                    await _fixture.CloseAsync();
                    Open();
                    break;
                case Verb.Read:
                    Assert.Equal(_journals[step.Journal].Text ?? "", await owner.ReadTextAsync());
                    _known[step.Journal, step.Owner] = _journals[step.Journal].Stamp;
                    break;
                case Verb.Create:
                    await CreateAsync(step, owner);
                    break;
                default:
                    await WriteAsync(step, owner, step.Verb == Verb.AppendMuch ? new string('m', 70_000) + text : text);
                    break;
            }
        }

        public async Task VerifyAsync()
        {
            for (var journal = 0; journal < _journals.Length; journal++)
                Assert.Equal(_journals[journal].Text ?? "", await _provider.ReadTextAsync($"room/{journal}"));
        }

        public ValueTask DisposeAsync() => _fixture.DisposeAsync();

        private void Open()
        {
            _provider = _fixture.Open();
            for (var journal = 0; journal < 3; journal++)
            {
                for (var owner = 0; owner < 2; owner++)
                {
                    _owners[journal, owner] = _provider.CreateStorage(new JournalId($"room/{journal}"));
                    _known[journal, owner] = null;
                }
            }
        }

        private async Task CreateAsync(Step step, IJournalStorage owner)
        {
            var isNew = _journals[step.Journal].Text is null;

            Assert.Equal(isNew, await owner.CreateIfNotExistsAsync());

            if (isNew)
                Change(step, "");
        }

        private async Task WriteAsync(Step step, IJournalStorage owner, string text)
        {
            var outcome = await Record.ExceptionAsync(() => TryAsync(step, owner, text));
            if (_known[step.Journal, step.Owner] is not { } known)
            {
                Assert.IsType<InvalidOperationException>(outcome);
                return;
            }

            if (step.Failure is not null)
                Assert.IsType<StorageUnavailableException>(outcome);
            else if (known != _journals[step.Journal].Stamp)
                Assert.IsType<InconsistentStateException>(outcome);
            else
                Assert.Null(outcome);
            if (known != _journals[step.Journal].Stamp || step.Failure == StorageStep.Committing)
                return;
            Change(step, After(step.Verb, _journals[step.Journal].Text, text));
            if (step.Failure == StorageStep.Committed && !(step.Verb == Verb.Delete && known == 0))
                _known[step.Journal, step.Owner] = known; // it landed, and its owner does not know
        }

        private static string? After(Verb verb, string? before, string text) => verb switch
        {
            Verb.Replace => text,
            Verb.Delete => null,
            _ => before + text,
        };

        /// <summary>A journal that does not exist has the stamp 0 for all who look.</summary>
        private void Change(Step step, string? text)
        {
            _journals[step.Journal] = (text, text is null ? 0 : ++_stamps);
            _known[step.Journal, step.Owner] = _journals[step.Journal].Stamp;
        }

        private async Task TryAsync(Step step, IJournalStorage owner, string text)
        {
            using var broken = step.Failure is { } at ? _fixture.Break(at) : null;
            await (step.Verb switch
            {
                Verb.Replace => owner.ReplaceAsync(text),
                Verb.Delete => owner.DeleteAsync(),
                _ => owner.AppendAsync(text),
            });
        }
    }
}
