using System.Collections.Immutable;
using System.Globalization;

namespace LmsActors.Boards;

/// <summary>What boards can rank learners by.</summary>
public static class BoardMetrics
{
    /// <summary>How many kudos a learner has received, less those that were taken back.</summary>
    public const string KudosReceived = "kudos-received";

    /// <summary>How many kudos a learner has given, less those that were taken back.</summary>
    public const string KudosGiven = "kudos-given";

    /// <summary>The score in a course run: Σ score × weight / 100 over a learner's submissions, to two decimals.</summary>
    public const string CourseScore = "course-score";

    /// <summary>How many messages a learner has written in rooms of groups, less those that were deleted.</summary>
    public const string Messages = "messages";

    public static readonly ImmutableArray<string> All = [KudosReceived, KudosGiven, Messages, CourseScore];

    /// <summary>How many decimals its values have.</summary>
    public static int Decimals(string metric) => metric == CourseScore ? 2 : 0;

    /// <summary>Whether a learner with nothing is on the board: who has handed something in has a score, be it zero.</summary>
    public static bool RanksNothing(string metric) => metric == CourseScore;
}

/// <summary>The stretches of time that boards look at. They begin and end in UTC.</summary>
public static class BoardWindows
{
    public const string All = "all";
    public const string Month = "month";

    /// <summary>A week of ISO 8601: Monday to Sunday.</summary>
    public const string Week = "week";

    public const string Day = "day";

    public static readonly ImmutableArray<string> Known = [All, Month, Week, Day];

    /// <summary>The name of the window's period that a moment lies in; empty for all time.</summary>
    public static string Period(string window, DateTimeOffset at)
    {
        var day = at.UtcDateTime;
        return window switch
        {
            Day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            Week => string.Create(CultureInfo.InvariantCulture, $"{ISOWeek.GetYear(day):0000}-W{ISOWeek.GetWeekOfYear(day):00}"),
            Month => day.ToString("yyyy-MM", CultureInfo.InvariantCulture),
            _ => "",
        };
    }
}

/// <summary>
/// Names a board: whom it ranks, by what, and over which time. Its id is <c>metric.window.scope</c>, where the scope is
/// <c>tenant</c>, <c>group.{id}</c> or <c>course.{id}</c>.
/// </summary>
/// <param name="Metric">One of <see cref="BoardMetrics"/>.</param>
/// <param name="Window">One of <see cref="BoardWindows"/>.</param>
/// <param name="Scope"><c>tenant</c>, <c>group:{id}</c>, or <c>course:{id}</c> for a course run.</param>
public sealed record BoardName(string Metric, string Window, string Scope)
{
    public const string Tenant = "tenant";
    private const string Group = "group";
    private const string Course = "course";

    public string Id => $"{Metric}.{Window}.{Scope.Replace(':', '.')}";

    /// <summary>The course run that it ranks; null for a board of something else.</summary>
    public string? CourseId => IdOf(Course);

    /// <summary>The group that it ranks; null for a board of something else.</summary>
    public string? GroupId => IdOf(Group);

    public static string OfCourse(string courseId) => $"{Course}:{courseId}";

    public static string OfGroup(string groupId) => $"{Group}:{groupId}";

    /// <summary>The board of these; null when there is none.</summary>
    public static BoardName? Find(string? scope, string? metric, string? window)
    {
        if (metric is null || scope is null || !BoardMetrics.All.Contains(metric) || !BoardWindows.Known.Contains(window ?? BoardWindows.All))
        {
            return null;
        }

        var name = new BoardName(metric, window ?? BoardWindows.All, scope);
        var isKnown = metric switch
        {
            BoardMetrics.CourseScore => IsId(name.CourseId) && name.Window == BoardWindows.All,
            BoardMetrics.Messages => scope == Tenant || IsId(name.GroupId),
            _ => scope == Tenant,
        };
        return isKnown ? name : null;
    }

    /// <summary>The board with this id; null when there is none.</summary>
    public static BoardName? Parse(string? id)
    {
        var parts = id?.Split('.', 3) ?? [];
        return parts.Length == 3 ? Find(parts[2].Replace('.', ':'), parts[0], parts[1]) : null;
    }

    private static bool IsId(string? id) => id is { Length: <= Ids.Length } && Ids.IsWellFormed(id) && !id.Contains('.');

    private string? IdOf(string kind) => Scope.StartsWith(kind + ":", StringComparison.Ordinal) ? Scope[(kind.Length + 1)..] : null;

    /// <summary>The id of the actor that holds the board as it is at <paramref name="at"/>: each period has its own.</summary>
    public string ActorId(DateTimeOffset at) => BoardWindows.Period(Window, at) is { Length: > 0 } period ? $"{Id}:{period}" : Id;
}
