namespace LmsActors.Connections;

/// <summary>What can have happened to a learner's connections.</summary>
[GenerateSerializer, Immutable, Alias("connections-event")]
public abstract record ConnectionsEvent;

[GenerateSerializer, Immutable, Alias("learner-followed")]
public sealed record LearnerFollowed([property: Id(0)] string LearnerId) : ConnectionsEvent;

/// <summary>Several were followed at once, by an import.</summary>
[GenerateSerializer, Immutable, Alias("learners-followed")]
public sealed record LearnersFollowed([property: Id(0)] IReadOnlyList<string> LearnerIds) : ConnectionsEvent;

[GenerateSerializer, Immutable, Alias("learner-unfollowed")]
public sealed record LearnerUnfollowed([property: Id(0)] string LearnerId) : ConnectionsEvent;

/// <summary>This learner's side of a friendship moved: an odd stamp wants it, an even one does not.</summary>
[GenerateSerializer, Immutable, Alias("friendship-moved")]
public sealed record FriendshipMoved([property: Id(0)] string LearnerId, [property: Id(1)] long Stamp) : ConnectionsEvent;

/// <summary>The other side of a friendship moved, as the other told.</summary>
[GenerateSerializer, Immutable, Alias("friendship-heard")]
public sealed record FriendshipHeard([property: Id(0)] string LearnerId, [property: Id(1)] long Stamp) : ConnectionsEvent;

/// <summary>This learner blocked the other (odd stamp), or ended that (even).</summary>
[GenerateSerializer, Immutable, Alias("block-moved")]
public sealed record BlockMoved([property: Id(0)] string LearnerId, [property: Id(1)] long Stamp) : ConnectionsEvent;

/// <summary>The other blocked this learner (odd stamp), or ended that (even), as the other told.</summary>
[GenerateSerializer, Immutable, Alias("block-heard")]
public sealed record BlockHeard([property: Id(0)] string LearnerId, [property: Id(1)] long Stamp) : ConnectionsEvent;

[GenerateSerializer, Immutable, Alias("learner-muted")]
public sealed record LearnerMuted([property: Id(0)] string LearnerId) : ConnectionsEvent;

/// <summary>The other was erased: nothing connects the two any more, and nothing keeps them apart.</summary>
[GenerateSerializer, Immutable, Alias("connection-erased")]
public sealed record ConnectionErased([property: Id(0)] string LearnerId) : ConnectionsEvent;

[GenerateSerializer, Immutable, Alias("learner-unmuted")]
public sealed record LearnerUnmuted([property: Id(0)] string LearnerId) : ConnectionsEvent;
