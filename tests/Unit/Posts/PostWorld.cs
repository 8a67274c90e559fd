namespace LmsActors.Posts;

/// <summary>A post under test: decides, applies what was decided, and answers the refusal.</summary>
internal sealed class PostWorld
{
    public static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private long _sequence;

    public PostState State { get; private set; } = new();

    public List<PostEvent> Events { get; } = [];

    public static Viewer Learner(string id, params string[] hidden) => new("t", id, id, "employees", false, [.. hidden]);

    public static PostWorld Published(string audience = Audiences.Everyone)
    {
        var world = new PostWorld();
        world.Do((state, now) => PostRules.Create(state, new(Learner("author"), Operation.None, "Hello", "<p>Hello</p>", audience, []), now));
        return world;
    }

    public string? Do(Func<PostState, DateTimeOffset, Decision<PostEvent>> decide)
    {
        var now = Start.AddSeconds(_sequence);
        var decision = decide(State, now);
        foreach (var happened in decision.Events)
        {
            State = State.Apply(new(++_sequence, now, happened));
            Events.Add(happened);
        }

        return decision.Refusal?.Code;
    }

    public string? Comment(string author, string text = "Yes") =>
        Do((state, _) => PostRules.Comment(state, new(Learner(author), Operation.None, text, text, [])));

    public string? DeleteComment(string by, int number, PostRight right = default, StoredComment? sealedOne = null) =>
        Do((state, _) => PostRules.DeleteComment(state, state.Find(number) ?? sealedOne, Learner(by), right));

    public string? React(string learner, string emoji, bool isOn = true) =>
        Do((state, _) => PostRules.React(state, new(Learner(learner), Operation.None, emoji, isOn)));
}
