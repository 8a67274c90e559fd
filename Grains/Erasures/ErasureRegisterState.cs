using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace LmsActors.Erasures;

/// <summary>What can have happened to the register.</summary>
[GenerateSerializer, Alias("erasure-register-event")]
internal abstract record ErasureRegisterEvent;

/// <summary>There is a key for the hashes of learners' ids: 32 random bytes, in base64.</summary>
[GenerateSerializer, Immutable, Alias("erasure-key-added")]
internal sealed record ErasureKeyAdded([property: Id(0)] string Key) : ErasureRegisterEvent;

/// <summary>An erasure stands so.</summary>
[GenerateSerializer, Immutable, Alias("erasure-noted")]
internal sealed record ErasureNoted([property: Id(0)] Erasure Erasure) : ErasureRegisterEvent;

/// <summary>A tenant's erasures by their ids, and the keys of these.</summary>
[GenerateSerializer, Immutable, Alias("erasure-register-state")]
internal sealed record ErasureRegisterState : IState<ErasureRegisterState, ErasureRegisterEvent>
{
    [Id(0)] public ImmutableArray<string> Keys { get; init; } = [];

    [Id(1)] public ImmutableDictionary<string, Erasure> Erasures { get; init; } = ImmutableDictionary<string, Erasure>.Empty;

    public ErasureRegisterState Apply(Happened<ErasureRegisterEvent> happened) => happened.Event switch
    {
        ErasureKeyAdded e => this with { Keys = Keys.Add(e.Key) },
        ErasureNoted e => this with { Erasures = Erasures.SetItem(e.Erasure.Id, e.Erasure) },
        _ => this,
    };

    /// <summary>The id of the learner's erasure: the one that is in the register, under whichever key, or else the one that it would get.</summary>
    public string IdOf(string learnerId) =>
        Keys.Select(key => Hash(key, learnerId)).FirstOrDefault(Erasures.ContainsKey) ?? Hash(Keys[0], learnerId);

    public bool IsErased(string learnerId) => !Erasures.IsEmpty && Erasures.ContainsKey(IdOf(learnerId));

    /// <summary>The first 128 bits of HMAC-SHA-256 (RFC 2104), as an id.</summary>
    private static string Hash(string key, string learnerId) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Convert.FromBase64String(key), Encoding.UTF8.GetBytes(learnerId)).AsSpan(0, Ids.Length / 2));
}
