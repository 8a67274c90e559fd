namespace LmsActors.Profiles;

/// <summary>What can have happened to a profile.</summary>
[GenerateSerializer, Immutable, Alias("profile-event")]
public abstract record ProfileEvent;

[GenerateSerializer, Immutable, Alias("profile-created")]
public sealed record ProfileCreated(
    [property: Id(0)] string Name, [property: Id(1)] string Community, [property: Id(2)] string? ExternalId) : ProfileEvent;

/// <summary>The fields that are given in <paramref name="Changes"/> have new values.</summary>
[GenerateSerializer, Immutable, Alias("profile-edited")]
public sealed record ProfileEdited([property: Id(0)] EditProfile Changes) : ProfileEvent;
