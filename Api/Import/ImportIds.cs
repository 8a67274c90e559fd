using LmsActors.Groups;

namespace LmsActors.Import;

/// <summary>The ids that things of other systems have here: always the same, so that an import finds again what it made.</summary>
internal static class ImportIds
{
    public static string Learner(string tenant, string externalId) => Ids.Derive("learner", tenant, externalId);

    public static string Group(string tenant, string externalId) => GroupIds.Imported(tenant, externalId);

    public static string Room(string tenant, string externalId) => GroupIds.Room(Group(tenant, externalId));
}
