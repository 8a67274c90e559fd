using System.Collections.Immutable;

namespace LmsActors.Tenants;

/// <summary>The features that a tenant can switch off, for everybody or for one community.</summary>
public static class Features
{
    public const string Accounts = "accounts";
    public const string Profiles = "profiles";
    public const string Connections = "connections";
    public const string Posts = "posts";
    public const string Feeds = "feeds";
    public const string Groups = "groups";
    public const string Chat = "chat";
    public const string Kudos = "kudos";
    public const string Courses = "courses";
    public const string Leaderboards = "leaderboards";

    /// <summary>Every feature, in the order in which people meet them.</summary>
    public static readonly ImmutableArray<string> All = [Accounts, Profiles, Connections, Posts, Feeds, Groups, Chat, Kudos, Courses, Leaderboards];

    public static bool IsKnown(string feature) => All.Contains(feature);
}
