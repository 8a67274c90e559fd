using LmsActors.Courses;

namespace LmsActors.Import;

/// <summary>
/// Where an import puts what it reads: actors in this process, or a server. Everything is named by its id in the system that it comes
/// from, and may be repeated: what is there already stays as it is and is not counted.
/// </summary>
internal interface IImportTarget
{
    /// <summary>Learners without password.</summary>
    Task<ImportedLearners> PutLearnersAsync(IReadOnlyList<ImportLearner> learners, CancellationToken cancellation);

    /// <summary>An open group with its room and members. The members must exist.</summary>
    Task<ImportedRoom> PutRoomAsync(ImportRoom room, CancellationToken cancellation);

    /// <summary>Messages of a room, oldest first; answers how many are new. Their authors must exist.</summary>
    Task<long> PutMessagesAsync(ImportMessages messages, CancellationToken cancellation);

    /// <summary>Who follows whom; answers how many follows are new. All must exist.</summary>
    Task<long> PutFollowsAsync(IReadOnlyList<ImportFollows> follows, CancellationToken cancellation);

    /// <summary>Who thanked whom; answers how many kudos are new. All must exist.</summary>
    Task<long> PutKudosAsync(IReadOnlyList<ImportKudos> kudos, CancellationToken cancellation);

    /// <summary>A course run with its items, assessments and learners, who must exist; answers how many enrolments are new.</summary>
    Task<long> PutCourseAsync(ImportCourse course, CancellationToken cancellation);

    /// <summary>What learners have handed in; answers how many submissions are new. Learners and course runs must exist.</summary>
    Task<long> PutStudiesAsync(IReadOnlyList<ImportStudies> studies, CancellationToken cancellation);

    /// <summary>Waits until all that was put has reached every figure and list.</summary>
    Task SettleAsync(CancellationToken cancellation);
}

/// <summary>A learner of another system.</summary>
/// <param name="ExternalId">For example <c>gitter:4711</c>; at most 200 characters.</param>
internal sealed record ImportLearner(string ExternalId, string Name);

/// <summary>The ids that imported learners have here, in the order in which they were given, and how many of them are new.</summary>
internal sealed record ImportedLearners(IReadOnlyList<string> Ids, long New);

/// <summary>A room of another system, and who is in it.</summary>
/// <param name="Members">External ids of learners.</param>
internal sealed record ImportRoom(string ExternalId, string Name, DateTimeOffset CreatedAt, IReadOnlyList<string> Members);

/// <summary>The ids that an imported room has here.</summary>
internal sealed record ImportedRoom(string GroupId, string RoomId);

/// <summary>A stretch of a room's messages.</summary>
/// <param name="Room">The external id of the room.</param>
internal sealed record ImportMessages(string Room, IReadOnlyList<ImportMessage> Messages);

/// <summary>A message of another system.</summary>
/// <param name="ExternalId">Its id there, unique in the room.</param>
/// <param name="Author">The external id of the learner who wrote it.</param>
/// <param name="Text">Markdown; empty where the author has deleted it.</param>
internal sealed record ImportMessage(string ExternalId, string Author, string AuthorName, string Text, DateTimeOffset SentAt);

/// <summary>Whom a learner follows, by external ids.</summary>
internal sealed record ImportFollows(string Follower, IReadOnlyList<string> Followed);

/// <summary>A kudos of another system.</summary>
/// <param name="ExternalId">Its id there; unique.</param>
/// <param name="Giver">The external id of the learner who gave it.</param>
/// <param name="Receiver">The external id of the learner whom it thanks.</param>
internal sealed record ImportKudos(
    string ExternalId, string Giver, string GiverName, string Receiver, string Reason, DateTimeOffset At);

/// <summary>How a course run of another system is called.</summary>
/// <param name="ExternalId">Its id there.</param>
/// <param name="Code">Of the course; with <paramref name="Run"/> it names the run here.</param>
internal sealed record ImportCourseTitle(string ExternalId, string Code, string Run, string Title);

/// <summary>A course run of another system.</summary>
/// <param name="Learners">External ids of those who take part.</param>
internal sealed record ImportCourse(
    ImportCourseTitle Title, int? Days, IReadOnlyList<CourseItem> Items, IReadOnlyList<Assessment> Assessments, IReadOnlyList<string> Learners);

/// <summary>What a learner has handed in.</summary>
/// <param name="Learner">The external id of the learner.</param>
internal sealed record ImportStudies(string Learner, IReadOnlyList<ImportStudy> Studies);

/// <summary>What was handed in in one course run.</summary>
internal sealed record ImportStudy(ImportCourseTitle Course, IReadOnlyList<Completion> Completions);
