namespace LmsActors.Import;

/// <summary>Problems in words, of which the first are kept and all are counted.</summary>
internal sealed class ProblemList
{
    private const int Most = 100;

    private readonly Lock _gate = new();
    private readonly List<string> _shown = [];

    public long Count { get; private set; }

    public IReadOnlyList<string> Shown => Count <= Most ? _shown : [.. _shown, $"… and {Count - Most} more problems."];

    public void Add(string problem)
    {
        lock (_gate)
        {
            if (++Count <= Most)
            {
                _shown.Add(problem);
            }
        }
    }
}
