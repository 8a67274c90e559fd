namespace LmsActors.Feeds;

/// <summary>
/// The newest posts of one journal, as a feed shard keeps them: all of them down to the floor. Below the floor the journal has to
/// be asked; without a floor there is nothing below.
/// </summary>
internal sealed class FeedRing
{
    /// <summary>How many posts are kept, and how many more may gather before the oldest are let go together.</summary>
    public const int Kept = 100;

    private const int Slack = 28;

    private List<PostRef> _posts = [];

    /// <summary>The oldest first.</summary>
    public IReadOnlyList<PostRef> Posts => _posts;

    /// <summary>Every post of the journal at or above this place is here; null when all are.</summary>
    public PostPlace? Floor { get; private set; }

    public void Load(JournalSlice slice)
    {
        _posts = [.. slice.Posts.Reverse()];
        Floor = slice.Next;
    }

    public void Apply(JournalChange change)
    {
        var place = change.Post.Place;
        if (place < Floor)
        {
            return;
        }

        var index = _posts.Count == 0 || place > _posts[^1].Place ? ~_posts.Count : PostOrder.Search(_posts, place);
        if (change.Kind == JournalChangeKind.Removed)
        {
            Remove(index);
        }
        else if (index < 0)
        {
            _posts.Insert(~index, change.Post);
            Trim();
        }
        else
        {
            _posts[index] = change.Post;
        }
    }

    private void Remove(int index)
    {
        if (index >= 0)
        {
            _posts.RemoveAt(index);
        }
    }

    private void Trim()
    {
        if (_posts.Count > Kept + Slack)
        {
            _posts.RemoveRange(0, _posts.Count - Kept);
            Floor = _posts[0].Place;
        }
    }
}
