using System.Globalization;

namespace LmsActors.Kudos;

/// <summary>A learner's kudos, whether they are still with the actor or sealed into segments; and the sealing.</summary>
internal sealed class KudosSegments(Log<KudosState, KudosEvent> log, IGrainFactory grains, ActorKey learner)
{
    /// <summary>How many kudos go into a segment.</summary>
    public const int Size = 250;

    /// <summary>How many stay with the actor at least.</summary>
    public const int Kept = 250;

    public static string Key(string learnerId, int number) => string.Create(CultureInfo.InvariantCulture, $"{learnerId}:{number}");

    /// <summary>Up to <paramref name="count"/> that come before the place and are wanted, the newest first.</summary>
    public async Task<List<StoredKudos>> TakeAsync(long before, int count, Func<StoredKudos, bool> wanted)
    {
        var found = new List<StoredKudos>(count);
        await foreach (var kudos in OlderAsync(before))
        {
            if (wanted(kudos))
            {
                found.Add(kudos);
            }

            if (found.Count == count)
            {
                break;
            }
        }

        return found;
    }

    /// <summary>The kudos with this id, wherever it lies; null when there is none.</summary>
    public async Task<StoredKudos?> FindAsync(string kudosId) =>
        (await TakeAsync(long.MaxValue, 1, kudos => kudos.Id == kudosId)) is [var found] ? found : null;

    /// <summary>Writes the oldest to the next segment when enough stay; answers the place of the last of them, or null when there is nothing to seal.</summary>
    public async Task<long?> SealNextAsync()
    {
        var state = log.Committed;
        if (state.Newest.Count < Kept + Size)
        {
            return null;
        }

        return await Segment(state.Segments.Count).SealAsync(state.Newest.GetRange(0, Size));
    }

    private async IAsyncEnumerable<StoredKudos> OlderAsync(long before)
    {
        var state = log.Committed;
        foreach (var kudos in state.Newest.Reverse().Where(kudos => kudos.Place < before))
        {
            yield return kudos;
        }

        for (var number = state.Segments.Count - 1; number >= 0; number--)
        {
            if (number > 0 && before <= state.Segments[number - 1] + 1)
            {
                continue;
            }

            foreach (var kudos in (await Segment(number).AllAsync()).Reverse().Where(kudos => kudos.Place < before && !state.TakenBack.Contains(kudos.Place)))
            {
                yield return kudos;
            }
        }
    }

    private IKudosSegmentGrain Segment(int number) => grains.Actor<IKudosSegmentGrain>(learner with { Id = Key(learner.Id, number) });
}
