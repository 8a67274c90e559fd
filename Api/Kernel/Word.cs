namespace LmsActors.Kernel;

/// <summary>A value of an enumeration in an address, spelled as in JSON (kebab-case): <c>?role=owner</c>.</summary>
internal readonly record struct Word<TEnum>(TEnum Value)
    where TEnum : struct, Enum
{
    public static bool TryParse(string? text, IFormatProvider? provider, out Word<TEnum> word)
    {
        var isName = text is not null && text.All(c => char.IsAsciiLetterLower(c) || c == '-');
        var isKnown = Enum.TryParse<TEnum>(text?.Replace("-", ""), ignoreCase: true, out var value);
        word = new(value);
        return isName && isKnown;
    }
}
