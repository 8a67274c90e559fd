namespace LmsActors.Erasures;

/// <summary>Every decision of the register.</summary>
internal static class ErasureRegisterRules
{
    /// <summary>Sees to it that there is a key.</summary>
    public static Decision<ErasureRegisterEvent> Prepare(ErasureRegisterState state, string newKey) =>
        state.Keys.IsEmpty ? new ErasureKeyAdded(newKey) : Decision<ErasureRegisterEvent>.Nothing;

    public static Decision<ErasureRegisterEvent> Note(ErasureRegisterState state, Erasure erasure) =>
        state.Erasures.GetValueOrDefault(erasure.Id) == erasure ? Decision<ErasureRegisterEvent>.Nothing : new ErasureNoted(erasure);

    /// <summary>What the other copy has and this one has not; of the same erasure, this one knows better.</summary>
    public static Decision<ErasureRegisterEvent> Adopt(ErasureRegisterState state, ErasureRegister register) => Decision<ErasureRegisterEvent>.Of(
        [
            .. register.Keys.Where(key => !state.Keys.Contains(key)).Select(key => new ErasureKeyAdded(key)),
            .. register.Erasures.Where(erasure => !state.Erasures.ContainsKey(erasure.Id)).Select(erasure => new ErasureNoted(erasure)),
        ]);
}
