namespace LmsActors.Accounts;

/// <summary>What can have happened to an account.</summary>
[GenerateSerializer, Immutable, Alias("account-event")]
public abstract record AccountEvent;

[GenerateSerializer, Immutable, Alias("account-opened")]
public sealed record AccountOpened([property: Id(0)] Account Account) : AccountEvent;

/// <summary>Another password; every session that began with the old one ends.</summary>
[GenerateSerializer, Immutable, Alias("password-set")]
public sealed record PasswordSet([property: Id(0)] string? Hash) : AccountEvent;

/// <summary>Every session ends.</summary>
[GenerateSerializer, Immutable, Alias("stamp-changed")]
public sealed record StampChanged([property: Id(0)] string Stamp) : AccountEvent;

/// <summary>How many wrong passwords there were in a row, and until when no more are looked at.</summary>
[GenerateSerializer, Immutable, Alias("failures-counted")]
public sealed record FailuresCounted([property: Id(0)] int Count, [property: Id(1)] DateTimeOffset? LockoutEnd) : AccountEvent;

[GenerateSerializer, Immutable, Alias("admin-set")]
public sealed record AdminSet([property: Id(0)] bool IsAdmin) : AccountEvent;

[GenerateSerializer, Immutable, Alias("disabled-set")]
public sealed record DisabledSet([property: Id(0)] bool IsDisabled) : AccountEvent;

/// <summary>One session ended; it is remembered until its last token has run out.</summary>
[GenerateSerializer, Immutable, Alias("session-ended")]
public sealed record SessionEnded([property: Id(0)] string SessionId, [property: Id(1)] DateTimeOffset Until) : AccountEvent;

/// <summary>There is no account any more, and no session of it is good.</summary>
[GenerateSerializer, Immutable, Alias("account-erased")]
public sealed record AccountErased : AccountEvent;

/// <summary>What can have happened to a user name.</summary>
[GenerateSerializer, Immutable, Alias("user-name-event")]
public abstract record UserNameEvent([property: Id(0)] string LearnerId);

[GenerateSerializer, Immutable, Alias("user-name-reserved")]
public sealed record UserNameReserved(string LearnerId) : UserNameEvent(LearnerId);

[GenerateSerializer, Immutable, Alias("user-name-confirmed")]
public sealed record UserNameConfirmed(string LearnerId) : UserNameEvent(LearnerId);

[GenerateSerializer, Immutable, Alias("user-name-released")]
public sealed record UserNameReleased(string LearnerId) : UserNameEvent(LearnerId);
