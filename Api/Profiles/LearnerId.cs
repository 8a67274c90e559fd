namespace LmsActors.Profiles;

/// <summary>A learner's id in an address. What cannot be one is answered as an id that nobody has, and wakes no actor.</summary>
internal readonly record struct LearnerId(string Value)
{
    private static readonly Refusal NotFound = Refusal.NotFound("learner.not-found", "There is no such learner.");

    public static bool TryParse(string? text, out LearnerId id)
    {
        id = new(Ids.IsWellFormed(text) ? text! : throw new RefusedRequestException(NotFound));
        return true;
    }

    public override string ToString() => Value;
}
