using System.Buffers;
using System.Text;
using LmsActors.Storage.Archive;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Journaling;
using Orleans.Providers;

namespace LmsActors.Storage;

/// <summary>Reads through the storage that the silo has. Each journal is read at a moment of its own, so that nothing is kept from being tidied up.</summary>
internal sealed class StoredLogs(
    [FromKeyedServices(ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME)] IJournalStorageProvider storage) : IStoredLogs
{
    private const int AtOnce = 4;

    public async Task<IReadOnlyList<GrainId>> HoldingAsync(string text, CancellationToken cancellation)
    {
        // Boards keep ids as the bytes that their digits stand for.
        List<byte[]> sought = [Encoding.UTF8.GetBytes(text)];
        if (text.Length == Ids.Length && text.All(char.IsAsciiHexDigitLower))
        {
            sought.Add(Convert.FromHexString(text));
        }

        var found = new List<GrainId>();
        await using var source = new ProviderSource(storage);
        await Parallel.ForEachAsync(
            source.NamesAsync(cancellation),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation },
            async (name, token) =>
            {
                if (ActorOf(name) is { } actor
                    && (name.Contains(text, StringComparison.Ordinal) || await source.ReadAsync(name, token) is { } journal && sought.Exists(one => Holds(journal.Bytes, one))))
                {
                    lock (found)
                        found.Add(actor);
                }
            });
        return found;
    }

    public Task PurgeAsync(CancellationToken cancellation) =>
        storage is IPurgingStorage purging ? purging.PurgeAsync(cancellation) : Task.CompletedTask;

    private static bool Holds(in ReadOnlySequence<byte> bytes, byte[] sought) =>
        bytes.IsSingleSegment ? bytes.FirstSpan.IndexOf(sought) >= 0 : new SequenceReader<byte>(bytes).TryReadTo(out ReadOnlySequence<byte> _, sought);

    private static GrainId? ActorOf(string journal) =>
        GrainId.TryParse(journal, out var actor) && JournalId.FromGrainId(actor).Value == journal ? actor : null;
}
