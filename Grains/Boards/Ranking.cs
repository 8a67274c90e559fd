using System.Buffers.Binary;
using System.Globalization;

namespace LmsActors.Boards;

/// <summary>A learner's id in 16 bytes.</summary>
[GenerateSerializer, Immutable, Alias("board-member")]
internal readonly record struct MemberId([property: Id(0)] ulong High, [property: Id(1)] ulong Low) : IComparable<MemberId>
{
    /// <summary>Reads an id of ours; null for anything else.</summary>
    public static MemberId? TryParse(string id) =>
        id.Length == Ids.Length
        && ulong.TryParse(id.AsSpan(0, 16), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var high)
        && ulong.TryParse(id.AsSpan(16), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var low)
            ? new(high, low)
            : null;

    public int CompareTo(MemberId other) => High != other.High ? High.CompareTo(other.High) : Low.CompareTo(other.Low);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{High:x16}{Low:x16}");
}

/// <summary>What a board knows of a learner.</summary>
/// <param name="Value">In the smallest unit of the metric.</param>
/// <param name="AsOf">The number of the event of the learner's own log that says so: what is older is passed over.</param>
/// <param name="Shown">Whether, and how, it is ranked.</param>
[GenerateSerializer, Immutable, Alias("board-stood")]
internal readonly record struct Stood(
    [property: Id(0)] MemberId Member, [property: Id(1)] long Value, [property: Id(2)] uint AsOf, [property: Id(3)] Shown Shown) : IComparable<Stood>
{
    public int CompareTo(Stood other) => Member.CompareTo(other.Member);
}

/// <summary>How a learner is shown on a board.</summary>
[GenerateSerializer, Alias("board-shown")]
internal enum Shown : byte
{
    Not,
    ByName,
    ByPseudonym,
}

/// <summary>A place in the order of a board: the highest value first, and equals by their ids.</summary>
internal readonly record struct Place(long Value, MemberId Member) : IComparable<Place>
{
    /// <summary>Before everybody with this value.</summary>
    public static Place Before(long value) => new(value, default);

    public int CompareTo(Place other) => Value != other.Value ? other.Value.CompareTo(Value) : Member.CompareTo(other.Member);
}

/// <summary>
/// Learners by value and by id. Never changes: each change gives another ranking. About 60 bytes a learner; a change, a rank or a page take
/// as many steps as the logarithm of their number.
/// </summary>
internal sealed class Ranking
{
    public static readonly Ranking Empty = new(CountedTree<Stood>.Empty, CountedTree<Place>.Empty);

    private readonly CountedTree<Stood> _members;
    private readonly CountedTree<Place> _places;

    private Ranking(CountedTree<Stood> members, CountedTree<Place> places) => (_members, _places) = (members, places);

    /// <summary>How many learners are ranked.</summary>
    public int Count => _places.Count;

    /// <summary>All that is known, ranked or not, in the order of the ids.</summary>
    public IReadOnlyList<Stood> Members => _members.Range(0, _members.Count);

    public static Ranking Of(IEnumerable<Stood> members)
    {
        var sorted = members.ToArray();
        Array.Sort(sorted);
        var places = sorted.Where(stood => stood.Shown != Shown.Not).Select(stood => new Place(stood.Value, stood.Member)).ToArray();
        Array.Sort(places);
        return new(CountedTree<Stood>.Of(sorted), CountedTree<Place>.Of(places));
    }

    /// <summary>What is known of a learner, ranked or not.</summary>
    public Stood? Find(MemberId member) => _members.TryFind(new(member, 0, 0, Shown.Not), out var found) ? found : null;

    /// <summary>One more than there are learners with a higher value.</summary>
    public int Rank(long value) => _places.IndexOf(Place.Before(value)) + 1;

    /// <summary>How many places come before this learner's.</summary>
    public int IndexOf(Stood stood) => _places.IndexOf(new(stood.Value, stood.Member));

    /// <summary>Up to <paramref name="count"/> ranked learners after the first <paramref name="skip"/>, the best first.</summary>
    public IEnumerable<Stood> Range(int skip, int count) => _places.Range(skip, count).Select(place => Find(place.Member)!.Value);

    public Ranking Set(Stood stood)
    {
        var places = Find(stood.Member) is { Shown: not Shown.Not } before && (before.Value != stood.Value || stood.Shown == Shown.Not)
            ? _places.Remove(new(before.Value, before.Member))
            : _places;
        return new(_members.Set(stood), stood.Shown == Shown.Not ? places : places.Set(new(stood.Value, stood.Member)));
    }

    public Ranking Remove(MemberId member) => Find(member) is { } known
        ? new(_members.Remove(known), known.Shown == Shown.Not ? _places : _places.Remove(new(known.Value, member)))
        : this;
}

/// <summary>
/// What boards know as bytes: 29 a learner, beginning with the 16 of its id as they stand in the id's hex digits, so that whoever searches
/// what is stored for a learner finds it here too.
/// </summary>
internal static class StoodBytes
{
    private const int Size = 29;

    public static byte[] Write(IReadOnlyList<Stood> standings)
    {
        var bytes = new byte[standings.Count * Size];
        for (var i = 0; i < standings.Count; i++)
        {
            var at = bytes.AsSpan(i * Size, Size);
            var stood = standings[i];
            BinaryPrimitives.WriteUInt64BigEndian(at, stood.Member.High);
            BinaryPrimitives.WriteUInt64BigEndian(at[8..], stood.Member.Low);
            BinaryPrimitives.WriteInt64BigEndian(at[16..], stood.Value);
            BinaryPrimitives.WriteUInt32BigEndian(at[24..], stood.AsOf);
            at[28] = (byte)stood.Shown;
        }

        return bytes;
    }

    public static Stood[] Read(ReadOnlySpan<byte> bytes)
    {
        var standings = new Stood[bytes.Length / Size];
        for (var i = 0; i < standings.Length; i++)
        {
            var at = bytes.Slice(i * Size, Size);
            standings[i] = new(
                new(BinaryPrimitives.ReadUInt64BigEndian(at), BinaryPrimitives.ReadUInt64BigEndian(at[8..])),
                BinaryPrimitives.ReadInt64BigEndian(at[16..]),
                BinaryPrimitives.ReadUInt32BigEndian(at[24..]),
                (Shown)at[28]);
        }

        return standings;
    }
}

/// <summary>A ranking as it is stored.</summary>
[GenerateSerializer, Alias("board-ranking")]
internal struct StoredRanking
{
    /// <summary>All that is known, in the order of the ids (<see cref="StoodBytes"/>).</summary>
    [Id(0)]
    public byte[] Members;
}

[RegisterConverter]
internal sealed class RankingConverter : IConverter<Ranking, StoredRanking>
{
    public Ranking ConvertFromSurrogate(in StoredRanking surrogate) => Ranking.Of(StoodBytes.Read(surrogate.Members));

    public StoredRanking ConvertToSurrogate(in Ranking value) => new() { Members = StoodBytes.Write(value.Members) };
}
