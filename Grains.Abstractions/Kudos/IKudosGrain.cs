namespace LmsActors.Kudos;

/// <summary>
/// The kudos that a learner has received: thanks of others, each with a reason, for a skill or not. Key: the learner's id. It is the stream
/// <c>kudos/{learnerId}</c>.
/// </summary>
[Alias("kudos")]
public interface IKudosGrain : ILiveActor
{
    /// <summary>The kudos, the newest first, without those of learners whom a block keeps apart from the viewer.</summary>
    [Alias("page")]
    Task<Result<Page<KudosEntry>>> PageAsync(Viewer viewer, Paging paging);

    /// <summary>The figures.</summary>
    [Alias("summary")]
    Task<Result<KudosSummary>> SummaryAsync(Viewer viewer);

    /// <summary>Takes a kudos away: whoever gave or received it, or an administrator. Again changes nothing more.</summary>
    [Alias("take-back")]
    Task<Result> TakeBackAsync(Operation operation, Viewer viewer, string kudosId);
}

/// <summary>The kudos that a learner gives. Key: the learner's id.</summary>
[Alias("kudos-giver")]
public interface IKudosGiverGrain : IGrainWithStringKey
{
    /// <summary>
    /// Thanks another learner. Not oneself; at most <see cref="KudosLimits.ADay"/> in a day of UTC, and <see cref="KudosLimits.ADayForOne"/>
    /// of them to the same learner.
    /// </summary>
    [Alias("give")]
    Task<Result<KudosEntry>> GiveAsync(GiveKudos command);

    /// <summary>Takes over kudos of another system, in the order of their times and ids; answers how many are new. No limit applies to them.</summary>
    [Alias("import"), ResponseTimeout(ResponseTimes.Bulk)]
    Task<Result<int>> ImportAsync(string giverName, IReadOnlyList<ImportedKudos> kudos);

    /// <summary>How many kudos of this learner stand.</summary>
    [Alias("given")]
    Task<int> GivenAsync();
}

/// <summary>How much one learner can give.</summary>
public static class KudosLimits
{
    /// <summary>Kudos of one giver in a day of UTC.</summary>
    public const int ADay = 50;

    /// <summary>Of these, to the same learner.</summary>
    public const int ADayForOne = 5;

    /// <summary>From how many learners one can have kudos.</summary>
    public const int Givers = 50_000;

    /// <summary>The characters of a reason.</summary>
    public const int Reason = 500;

    /// <summary>The characters of a skill.</summary>
    public const int Skill = 60;

    /// <summary>Different skills that one learner can have kudos for; later ones count, but not for the skill.</summary>
    public const int Skills = 500;
}
