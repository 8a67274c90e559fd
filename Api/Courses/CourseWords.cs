using System.Globalization;

namespace LmsActors.Courses;

/// <summary>Courses in words.</summary>
internal static class CourseWords
{
    public static string Score(decimal score) => score.ToString("0.00", CultureInfo.InvariantCulture);

    public static string Count(int count, string one) => string.Create(CultureInfo.InvariantCulture, $"{count:N0} {one}{(count == 1 ? "" : "s")}");

    public static string Role(CourseRole role) => role switch
    {
        CourseRole.Instructor => "Instructor",
        CourseRole.TeachingAssistant => "Teaching assistant",
        _ => "Learner",
    };

    public static string Weeks(CourseItem item) => (item.WeekFrom, item.WeekTo) switch
    {
        (null, null) => "",
        (var from, null) => $"from week {from}",
        (var from, var to) when from == to => $"week {to}",
        (var from, var to) => $"weeks {from ?? 0} to {to}",
    };
}
