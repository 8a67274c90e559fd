using System.Reflection;

namespace LmsActors.Kernel;

/// <summary>A kind of actors with a log.</summary>
internal abstract class GoldenKind
{
    /// <summary>Everything else of a log comes after these, in this order.</summary>
    private static readonly string[] First =
    [
        "AccountOpened", "TenantCreated", "ProfileCreated", "GroupCreated", "UserNameReserved", "RoomCreated", "MessagePosted", "PostPublished", "CommentAdded",
        "SegmentSealed", "CommentSegmentSealed", "JournalEntered", "JournalRevised", "JournalSealed", "KudosReceived", "KudosSegmentSealed", "KudosSent",
        "CourseCreated", "StandingHeard", "StudyNoted",
    ];

    /// <summary>And everything else before these.</summary>
    private static readonly string[] Last =
    [
        "MessageDeleted", "OutboxLeft", "MessagesSealed", "CommentsSealed", "PostDeleted", "GroupClosed", "ShardDissolved", "UserNameReleased", "CommentSegmentCleared",
        "ConnectionErased", "FollowerErased", "MemberErased", "LeaderErased", "MentionErased", "PostMentionErased", "MessageErased", "ParticipantErased", "DirectoryErased",
        "KudosGiverErased", "KudosSegmentGiverErased", "LearnerWithdrawn", "BoardMemberErased", "StandingSourceErased", "KudosReceiverErased", "ErasureOrdererErased", "ReminderRemoved", "ErasureCompleted", "AccountErased",
    ];

    /// <summary>All kinds, by the name of their grain type.</summary>
    public static IReadOnlyDictionary<string, GoldenKind> All { get; } = typeof(KernelHosting).Assembly.GetTypes()
        .Where(type => !type.IsAbstract && LogOf(type) is not null)
        .Select(Of)
        .ToDictionary(kind => kind.Name);

    public required string Name { get; init; }

    /// <summary>Every event that can be in a log of this kind, in an order in which they can have happened.</summary>
    public abstract IReadOnlyList<Type> Events { get; }

    /// <summary>Writes a log of all events.</summary>
    /// <param name="store">Where to.</param>
    /// <param name="journal">The name of the log.</param>
    /// <param name="endsInSnapshot">Whether it is cut to a snapshot in the end; events that leave little to remember are then left out.</param>
    public abstract Task WriteAsync(LogStore store, string journal, bool endsInSnapshot);

    /// <summary>Reads a log.</summary>
    public abstract Task<GoldenLog> ReadAsync(LogStore store, string journal);

    protected static IReadOnlyList<Type> InOrder(Type happened) =>
        [.. Samples.Concrete(happened).OrderBy(type => Place(type.Name)).ThenBy(type => type.Name, StringComparer.Ordinal)];

    /// <summary>Whether this event takes away most of what is remembered.</summary>
    protected static bool Ends(Type happened) => Last.Contains(happened.Name);

    private static int Place(string name) =>
        Array.IndexOf(First, name) is >= 0 and var early ? early : First.Length + 1 + Array.IndexOf(Last, name);

    private static GoldenKind Of(Type grain)
    {
        var kind = typeof(GoldenKind<,>).MakeGenericType(LogOf(grain)!);
        return (GoldenKind)Activator.CreateInstance(kind, grain.GetCustomAttribute<GrainTypeAttribute>()!.GetGrainType(null!, grain).ToString()!)!;
    }

    /// <summary>The types of the state and of the events.</summary>
    private static Type[]? LogOf(Type type)
    {
        for (var at = type.BaseType; at is not null; at = at.BaseType)
        {
            if (at.IsGenericType && at.GetGenericTypeDefinition() == typeof(LogGrain<,>))
            {
                return at.GetGenericArguments();
            }
        }

        return null;
    }
}

/// <summary>What was read of a log.</summary>
/// <param name="Sequence">The number of its last event.</param>
/// <param name="Delivered">Through which event the outbox had delivered.</param>
/// <param name="Operations">For each event: whether the operation that it came with is remembered, and with which subject.</param>
/// <param name="State">What the events have led to.</param>
/// <param name="Events">All of them.</param>
internal sealed record GoldenLog(long Sequence, long Delivered, IReadOnlyList<long?> Operations, object State, IReadOnlyList<object> Events);

/// <inheritdoc />
internal sealed class GoldenKind<TState, TEvent> : GoldenKind
    where TState : class, IState<TState, TEvent>, new()
{
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [System.Diagnostics.CodeAnalysis.SetsRequiredMembers]
    public GoldenKind(string name) => Name = name;

    public override IReadOnlyList<Type> Events => InOrder(typeof(TEvent));

    public override async Task WriteAsync(LogStore store, string journal, bool endsInSnapshot)
    {
        await using var open = await store.OpenAsync<TState, TEvent>(journal);
        store.Storage.CompactAfter = int.MaxValue;
        foreach (var type in Events.Where(type => !endsInSnapshot || !Ends(type)))
        {
            var number = open.Log.Sequence + 1;
            var decision = Decision<TEvent>.About(number * 10, (TEvent)Samples.Of(type, type.Name));
            open.Log.Append(OperationOf(number), decision, Start.AddMinutes(number));
            await open.Log.FlushAsync();
        }

        // Half of them are delivered, and the rest is owed.
        store.Storage.CompactAfter = endsInSnapshot ? 0 : int.MaxValue;
        open.Log.MarkDelivered((open.Log.Sequence + 1) / 2);
        await open.Log.FlushAsync();
    }

    public override async Task<GoldenLog> ReadAsync(LogStore store, string journal)
    {
        await using var open = await store.OpenAsync<TState, TEvent>(journal);
        var log = open.Log;
        var operations = Enumerable.Range(1, (int)log.Sequence)
            .Select(number => log.TryFind(OperationOf(number), out var known) && known.Sequence == number ? known.Subject : (long?)null);
        return new(log.Sequence, log.Delivered, [.. operations], log.Committed, [.. log.After(0)!.Select(happened => (object)happened.Event!)]);
    }

    private static Operation OperationOf(long number) => new(Ids.DeriveGuid("golden", $"{number}"), (ulong)number);
}
