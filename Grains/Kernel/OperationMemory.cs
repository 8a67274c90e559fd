namespace LmsActors.Kernel;

/// <summary>The last operations of a log, oldest forgotten first.</summary>
internal sealed class OperationMemory(int capacity)
{
    private readonly Dictionary<Guid, KnownOperation> _known = [];
    private readonly Queue<Guid> _order = new();

    public IEnumerable<KnownOperation> All => _order.Select(id => _known[id]);

    public bool TryGet(Guid id, out KnownOperation known) => _known.TryGetValue(id, out known);

    public void Add(KnownOperation known)
    {
        if (known.Operation.IsNone || !_known.TryAdd(known.Operation.Id, known))
        {
            return;
        }

        _order.Enqueue(known.Operation.Id);
        if (_order.Count > capacity)
        {
            _known.Remove(_order.Dequeue());
        }
    }

    public void Clear()
    {
        _known.Clear();
        _order.Clear();
    }
}
