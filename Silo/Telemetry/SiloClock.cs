namespace LmsActors.Hosting;

/// <summary>
/// Whether the clock of this silo agrees with those of the others, as far as the list of silos tells: each writes into it, every half a
/// minute, when that was by its own clock. A silo whose clock is off would let a token live too long, or die too soon, so it should not be
/// sent anything. Two silos cannot tell which of them is right; it takes a majority of at least two others.
/// </summary>
public sealed class SiloClock
{
    private const int LeastOthers = 2;
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan FirstTolerance = TimeSpan.FromMinutes(5);

    private Dictionary<SiloAddress, Mark> _marks = [];
    private DateTime? _looked;
    private volatile bool _isOff;

    /// <summary>Whether most of the others have another time.</summary>
    public bool IsOff => _isOff;

    /// <summary>Takes a look at what the others wrote. What is new since the last look was written since then, so its age is known.</summary>
    /// <param name="others">The other silos that are alive.</param>
    /// <param name="now">By this silo's clock.</param>
    internal void Look(IEnumerable<MembershipEntry> others, DateTimeOffset now)
    {
        var tolerance = _looked is { } looked ? Tolerance + (now.UtcDateTime - looked).Duration() : FirstTolerance;
        _marks = others.ToDictionary(other => other.SiloAddress, other => Compare(other, now.UtcDateTime, tolerance));
        _looked = now.UtcDateTime;
        var disagreeing = Math.Max(_marks.Values.Count(mark => mark.Sign > 0), _marks.Values.Count(mark => mark.Sign < 0));
        _isOff = disagreeing >= LeastOthers && disagreeing * 2 > _marks.Count;
    }

    private Mark Compare(MembershipEntry other, DateTime now, TimeSpan tolerance)
    {
        if (_marks.TryGetValue(other.SiloAddress, out var known) && known.WrittenAt == other.IAmAliveTime)
        {
            return known;
        }

        var offset = other.IAmAliveTime - now;
        return new(other.IAmAliveTime, offset.Duration() > tolerance ? Math.Sign(offset.Ticks) : 0);
    }

    /// <param name="WrittenAt">By the other's clock.</param>
    /// <param name="Sign">Whether that was beyond what is tolerable ahead (1) of this silo's clock, or behind (-1).</param>
    private readonly record struct Mark(DateTime WrittenAt, int Sign);
}
