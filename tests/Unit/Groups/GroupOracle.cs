namespace LmsActors.Groups;

/// <summary>What a group means, told in the plainest way: one table of people, one command at a time.</summary>
internal sealed class GroupOracle(GroupKind kind)
{
    private readonly Dictionary<string, string> _people = new() { ["ada"] = "owner" };
    private GroupKind _kind = kind;

    public string Of(string learner) => _people.GetValueOrDefault(learner, "none");

    public void Run(GroupCommand command)
    {
        var (by, about) = (Of(command.By), Of(command.About));
        var isSelf = command.By == command.About;
        var leads = by is "owner" or "moderator";
        var isLastOwner = about == "owner" && _people.Values.Count(place => place == "owner") == 1;
        var mayPutOut = isSelf || by == "owner" || (by == "moderator" && about is not ("owner" or "moderator"));
        _people[command.About] = (command.Verb, about) switch
        {
            (GroupVerb.Put, "invited") when isSelf => "member",
            (GroupVerb.Put, "none" or "requested") when isSelf && _kind == GroupKind.Open => "member",
            (GroupVerb.Put, "none") when isSelf && _kind == GroupKind.Closed => "requested",
            (GroupVerb.Put, "none") when !isSelf && leads => "invited",
            (GroupVerb.Put, "requested") when !isSelf && leads => "member",
            (GroupVerb.GiveRole, "owner") when isLastOwner => about,
            (GroupVerb.GiveRole, "owner" or "moderator" or "member") when by == "owner" || (isSelf && Rank(command.Role) <= Rank(about)) =>
                command.Role.ToString().ToLowerInvariant(),
            (GroupVerb.Remove or GroupVerb.Ban, _) when isLastOwner || !mayPutOut => about,
            (GroupVerb.Remove, not "banned") => "none",
            (GroupVerb.Ban, _) when !isSelf => "banned",
            (GroupVerb.Unban, "banned") when leads => "none",
            _ => about,
        };
        _kind = command.Verb == GroupVerb.Edit && leads ? command.Kind : _kind;
    }

    private static int Rank(GroupRole role) => (int)role;

    private static int Rank(string place) => place switch { "owner" => 2, "moderator" => 1, _ => 0 };
}
