using LmsActors.Boards;

namespace LmsActors.Courses;

/// <summary>What course runs and those who take part must agree upon; and what these tell boards.</summary>
internal sealed class CourseAudit : IAudit<CourseState>, IAudit<CourseCatalogState>, IAudit<StudiesState>
{
    private const string Roles = "roles in course runs (run learner)";
    private const string Runs = "course runs";

    public AuditReport Of(ActorKey key, CourseState state) => state.Title is null ? AuditReport.Nothing : new(
        [AuditEntry.Truth(Runs, key.Id, state.ToEntry(key.Id)), .. state.Roles.Select(role => AuditEntry.Truth(Roles, $"{key.Id} {role.Key}", role.Value))], []);

    public AuditReport Of(ActorKey key, CourseCatalogState state) =>
        new([.. state.Courses.Values.Select(course => AuditEntry.Copy(Runs, course.Id, course))], []);

    public AuditReport Of(ActorKey key, StudiesState state) => new(
        [
            .. state.Courses.Values.Where(study => study.Role is not null).Select(study => AuditEntry.Copy(Roles, $"{study.Course.Id} {key.Id}", study.Role!)),
            .. state.Courses.Values.Where(study => !study.Completions.IsEmpty).Select(study => BoardAudit.Source(
                BoardMetrics.CourseScore, BoardName.OfCourse(study.Course.Id), StudiesGrain.Source, key.Id, study.Hundredths)),
        ],
        []);
}
