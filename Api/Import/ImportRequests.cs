using LmsActors.Courses;
using LmsActors.Kudos;

namespace LmsActors.Import;

internal sealed record ImportLearnersRequest(IReadOnlyList<ImportLearner> Learners);

internal sealed record ImportRoomRequest(string ExternalId, string Name, DateTimeOffset CreatedAt, IReadOnlyList<string> Members);

internal sealed record ImportMessagesRequest(string Room, IReadOnlyList<ImportMessage> Messages);

internal sealed record ImportFollowsRequest(IReadOnlyList<ImportFollows> Follows);

internal sealed record ImportKudosRequest(IReadOnlyList<ImportKudos> Kudos);

internal sealed record ImportStudiesRequest(IReadOnlyList<ImportStudies> Studies);

/// <summary>How many were new.</summary>
internal sealed record ImportedCount(long New);

/// <summary>Whether all that was put is in all figures.</summary>
internal sealed record SettledResponse(bool Settled);

/// <summary>The shape of what is put, checked at the edge. Names of learners are checked by their profiles.</summary>
internal static class ImportRequests
{
    public const int MaxLearners = 5_000;
    public const int MaxMembers = 100_000;
    public const int MaxMessages = 1_000;
    public const int MaxKudos = 1_000;
    public const int MaxStudies = 1_000;
    public const int MaxFollowers = 1_000;
    public const int MaxFollowed = 10_000;

    private const int MaxId = 200;
    private const int MaxName = 100;

    private static readonly Refusal BadLearners = Refusal.Invalid(
        "import.learners", $"1 to {MaxLearners} learners, each with an external id of at most {MaxId} characters and a name of at most {MaxName}.");

    private static readonly Refusal BadRoom = Refusal.Invalid(
        "import.room", $"A room has an external id of at most {MaxId} characters, a name of at most {MaxName}, and at most {MaxMembers} members.");

    private static readonly Refusal BadMessages = Refusal.Invalid(
        "import.messages", $"1 to {MaxMessages} messages, oldest first, each with ids and an author, and at most {GitterPeople.MaxText} characters.");

    private static readonly Refusal BadFollows = Refusal.Invalid(
        "import.follows", $"1 to {MaxFollowers} followers, each of at most {MaxFollowed} learners.");

    private static readonly Refusal BadKudos = Refusal.Invalid(
        "import.kudos", $"1 to {MaxKudos} kudos, each with ids, a giver with a name, a receiver, and a reason of at most {KudosLimits.Reason} characters.");

    private static readonly Refusal BadCourse = Refusal.Invalid(
        "import.course",
        $"A course run has an external id of at most {MaxId} characters, and at most {CourseLimits.Items} items, {CourseLimits.Assessments} assessments and {CourseLimits.Enrolments} learners.");

    private static readonly Refusal BadStudies = Refusal.Invalid(
        "import.studies",
        $"1 to {MaxStudies} learners, each with course runs and at most {CourseLimits.Assessments} submissions in each: an assessment, and scores and weights of 0 to {CourseLimits.Full}.");

    public static Refusal? Check(ImportLearnersRequest request) =>
        IsIn(request.Learners, MaxLearners) && request.Learners.All(one => one is not null && IsId(one.ExternalId) && IsName(one.Name)) ? null : BadLearners;

    public static Refusal? Check(ImportRoomRequest request) =>
        IsId(request.ExternalId) && IsName(request.Name) && request.Members.Count <= MaxMembers && request.Members.All(IsId) ? null : BadRoom;

    public static Refusal? Check(ImportMessagesRequest request) =>
        IsId(request.Room) && IsIn(request.Messages, MaxMessages) && request.Messages.All(IsMessage) && AreInOrder(request.Messages) ? null : BadMessages;

    public static Refusal? Check(ImportFollowsRequest request) =>
        IsIn(request.Follows, MaxFollowers) && request.Follows.All(IsFollows) ? null : BadFollows;

    public static Refusal? Check(ImportKudosRequest request) => IsIn(request.Kudos, MaxKudos) && request.Kudos.All(IsKudos) ? null : BadKudos;

    public static Refusal? Check(ImportCourse request) =>
        IsId(request.Title?.ExternalId)
        && request.Items is { Count: <= CourseLimits.Items } items && items.All(item => item is not null)
        && request.Assessments is { Count: <= CourseLimits.Assessments } assessments && assessments.All(one => one is not null)
        && request.Learners is { Count: <= CourseLimits.Enrolments } learners && learners.All(IsId) ? null : BadCourse;

    public static Refusal? Check(ImportStudiesRequest request) => IsIn(request.Studies, MaxStudies) && request.Studies.All(IsStudies) ? null : BadStudies;

    private static bool IsIn<T>(IReadOnlyList<T>? items, int most) => items?.Count > 0 && items.Count <= most;

    private static bool IsId(string? id) => id is { Length: > 0 and <= MaxId };

    private static bool IsName(string? name) => name is { Length: > 0 and <= MaxName };

    private static bool IsMessage(ImportMessage? message) =>
        message is { Text.Length: <= GitterPeople.MaxText } && IsId(message.ExternalId) && IsId(message.Author) && IsName(message.AuthorName);

    private static bool AreInOrder(IReadOnlyList<ImportMessage> messages) =>
        Enumerable.Range(1, messages.Count - 1).All(i => messages[i - 1].SentAt <= messages[i].SentAt);

    private static bool IsFollows(ImportFollows? follows) =>
        follows is not null && IsId(follows.Follower) && IsIn(follows.Followed, MaxFollowed) && follows.Followed.All(IsId);

    private static bool IsKudos(ImportKudos? kudos) => kudos is { Reason.Length: > 0 and <= KudosLimits.Reason }
        && IsId(kudos.ExternalId) && IsId(kudos.Giver) && IsId(kudos.Receiver) && IsName(kudos.GiverName);

    private static bool IsStudies(ImportStudies? studies) => studies?.Studies is { } all && IsId(studies.Learner) && all.All(study =>
        study is { Course: not null } && IsId(study.Course.Code) && IsId(study.Course.Run)
        && IsIn(study.Completions, CourseLimits.Assessments) && study.Completions.All(IsCompletion));

    private static bool IsCompletion(Completion? completion) =>
        completion is { Score: null or (>= 0 and <= CourseLimits.Full), Weight: >= 0 and <= CourseLimits.Full } && IsId(completion.AssessmentId);
}
