namespace LmsActors.Boards;

/// <summary>
/// A sorted set that never changes: each change gives another one, which shares everything with it but one path. Each node knows how many
/// items are below it, so that an item's index, and the item at an index, are found in as many steps as the tree is high. (A B+ tree with
/// counts, after Bayer and McCreight 1972, copied along the path.)
/// </summary>
/// <typeparam name="T">The items; two that compare as equal are the same item.</typeparam>
internal sealed class CountedTree<T>
    where T : struct, IComparable<T>
{
    public static readonly CountedTree<T> Empty = new(Array.Empty<T>());

    private const int Most = 32;
    private const int Least = Most / 4;
    private const int Built = Most * 3 / 4;

    private readonly T[] _items;

    // Of a node above others, whose items repeat the first of each child: the children, and how many items come before each.
    private readonly CountedTree<T>[]? _children;
    private readonly int[] _starts = [];

    private CountedTree(T[] items) => (_items, Count) = (items, items.Length);

    private CountedTree(CountedTree<T>[] children)
    {
        (_children, _items, _starts) = (children, new T[children.Length], new int[children.Length]);
        for (var i = 0; i < children.Length; i++)
        {
            (_items[i], _starts[i]) = (children[i]._items[0], Count);
            Count += children[i].Count;
        }
    }

    /// <summary>A node as another one, but for one child: what it repeats of the others need not be read from them.</summary>
    private CountedTree(CountedTree<T> other, int at, CountedTree<T> child)
    {
        (_children, _items, _starts) = ([.. other._children!], [.. other._items], [.. other._starts]);
        (_children[at], _items[at]) = (child, child._items[0]);
        var more = child.Count - other._children![at].Count;
        for (var i = at + 1; i < _starts.Length && more != 0; i++)
        {
            _starts[i] += more;
        }

        Count = other.Count + more;
    }

    public int Count { get; }

    /// <summary>The tree of items in ascending order, no two of them equal.</summary>
    public static CountedTree<T> Of(ReadOnlySpan<T> sorted)
    {
        if (sorted.IsEmpty)
        {
            return Empty;
        }

        var level = new List<CountedTree<T>>();
        for (; !sorted.IsEmpty; sorted = sorted[Math.Min(Built, sorted.Length)..])
        {
            level.Add(new(sorted[..Math.Min(Built, sorted.Length)].ToArray()));
        }

        while (level.Count > 1)
        {
            level = [.. level.Chunk(Built).Select(children => new CountedTree<T>(children))];
        }

        return level[0];
    }

    public bool TryFind(T probe, out T found)
    {
        var node = this;
        while (node._children is { } children)
        {
            node = children[node.ChildOf(probe)];
        }

        var at = Array.BinarySearch(node._items, probe);
        found = at >= 0 ? node._items[at] : default;
        return at >= 0;
    }

    /// <summary>How many items are less than <paramref name="probe"/>, whether or not it is in the set.</summary>
    public int IndexOf(T probe)
    {
        var (node, before) = (this, 0);
        while (node._children is { } children)
        {
            var child = node.ChildOf(probe);
            before += node._starts[child];
            node = children[child];
        }

        var at = Array.BinarySearch(node._items, probe);
        return before + (at >= 0 ? at : ~at);
    }

    /// <summary>Up to <paramref name="count"/> items, in order, after the first <paramref name="skip"/>.</summary>
    public List<T> Range(int skip, int count)
    {
        var taken = new List<T>(Math.Max(0, Math.Min(count, Count - skip)));
        Take(skip, count, taken);
        return taken;
    }

    /// <summary>With this item, in the place of one that is equal to it if there is one.</summary>
    public CountedTree<T> Set(T item)
    {
        var (node, next) = Put(item);
        return next is null ? node : new([node, next]);
    }

    /// <summary>Without the item that is equal to this; the same set when there is none.</summary>
    public CountedTree<T> Remove(T item)
    {
        if (!TryFind(item, out _))
        {
            return this;
        }

        var node = Without(item);
        while (node._children is [var only])
        {
            node = only;
        }

        return node;
    }

    private int ChildOf(T probe)
    {
        var at = Array.BinarySearch(_items, probe);
        return at >= 0 ? at : Math.Max(0, ~at - 1);
    }

    private void Take(int skip, int count, List<T> taken)
    {
        if (_children is null)
        {
            taken.AddRange(_items.AsSpan()[Math.Min(skip, Count)..Math.Min(skip + count, Count)]);
            return;
        }

        var first = Array.BinarySearch(_starts, skip);
        for (var i = first >= 0 ? first : ~first - 1; i < _children.Length && _starts[i] < skip + count; i++)
        {
            var within = Math.Max(0, skip - _starts[i]);
            _children[i].Take(within, skip + count - _starts[i] - within, taken);
        }
    }

    /// <summary>The node with the item in it, and a second one when it has become two.</summary>
    private (CountedTree<T> Node, CountedTree<T>? Next) Put(T item)
    {
        if (_children is null)
        {
            var at = Array.BinarySearch(_items, item);
            return at >= 0 ? (new(Replaced(_items, at, 1, [item])), null) : Split(Replaced(_items, ~at, 0, [item]));
        }

        var child = ChildOf(item);
        var (node, next) = _children[child].Put(item);
        return next is null ? (new(this, child, node), null) : Split(Replaced(_children, child, 1, [node, next]));
    }

    private CountedTree<T> Without(T item)
    {
        if (_children is null)
        {
            return new(Replaced(_items, Array.BinarySearch(_items, item), 1, []));
        }

        var at = ChildOf(item);
        var child = _children[at].Without(item);
        if (child._items.Length >= Least || _children.Length == 1)
        {
            return child._items.Length > 0 ? new(this, at, child) : Empty;
        }

        // Too small to stay alone: it joins a neighbour, which then may be two again.
        var left = Math.Max(0, at - 1);
        var (one, other) = at == 0 ? (child, _children[1]) : (_children[left], child);
        var (node, next) = Joined(one, other);
        return new(Replaced(_children, left, 2, next is null ? [node] : [node, next]));
    }

    private static (CountedTree<T> Node, CountedTree<T>? Next) Joined(CountedTree<T> one, CountedTree<T> other) =>
        one._children is { } left && other._children is { } right ? Split([.. left, .. right]) : Split([.. one._items, .. other._items]);

    private static (CountedTree<T> Node, CountedTree<T>? Next) Split(T[] items) => items.Length <= Most
        ? (new(items), null)
        : (new(items[..(items.Length / 2)]), new(items[(items.Length / 2)..]));

    private static (CountedTree<T> Node, CountedTree<T>? Next) Split(CountedTree<T>[] children) => children.Length <= Most
        ? (new(children), null)
        : (new(children[..(children.Length / 2)]), new(children[(children.Length / 2)..]));

    private static TItem[] Replaced<TItem>(TItem[] items, int at, int without, ReadOnlySpan<TItem> with)
    {
        var replaced = new TItem[items.Length - without + with.Length];
        items.AsSpan(0, at).CopyTo(replaced);
        with.CopyTo(replaced.AsSpan(at));
        items.AsSpan(at + without).CopyTo(replaced.AsSpan(at + with.Length));
        return replaced;
    }
}
