namespace LmsActors.Kernel;

/// <summary>
/// How an unbounded set is spread over shard actors: a first shard takes all while the set is small; from then on a new key goes
/// to one of <see cref="Spread"/> shards by its hash, and old ones stay where they are. So small sets cost one actor, and large
/// ones never need to be moved.
/// </summary>
internal static class Shards
{
    /// <summary>How many keys the first shard takes.</summary>
    public const int FirstCapacity = 1024;

    /// <summary>How many shards there are beyond the first. Fixed for the life of the data.</summary>
    public const int Spread = 128;

    /// <summary>The shard beyond the first that <paramref name="key"/> belongs to, 1 to <see cref="Spread"/>.</summary>
    public static int Beyond(string key) => 1 + (int)(Ids.Spread(key) % Spread);
}
