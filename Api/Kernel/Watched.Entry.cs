namespace LmsActors.Kernel;

internal sealed partial class Watched<TValue>
{
    /// <summary>One actor under watch: the observer that its stream calls, and the value as long as it is fresh.</summary>
    private sealed class Entry : ILiveObserver
    {
        private readonly Watched<TValue> _owner;
        private readonly SemaphoreSlim _loading = new(1);
        private readonly ILiveObserver _reference;
        private TValue? _value;
        private StreamPosition? _position;
        private int _changes;
        private int _idle;
        private int _age;

        public Entry(Watched<TValue> owner, ActorKey key)
        {
            (_owner, Key) = (owner, key);
            _reference = owner._grains.CreateObjectReference<ILiveObserver>(this);
        }

        public ActorKey Key { get; }

        private ILiveActor Actor => _owner._source.Actor(Key);

        private string Stream => _owner._source.Stream(Key);

        public TValue? Use()
        {
            _idle = 0;
            return Volatile.Read(ref _value);
        }

        public void MakeStale()
        {
            Interlocked.Increment(ref _changes);
            Volatile.Write(ref _value, null);
        }

        /// <summary>True when nobody has asked for long enough.</summary>
        public bool GrowOlder()
        {
            if (++_age % FreshRounds == 0)
            {
                MakeStale();
            }

            return ++_idle > IdleRounds;
        }

        /// <summary>Watches first and reads then, so that no change falls between the two.</summary>
        public async Task<TValue?> LoadAsync()
        {
            await _loading.WaitAsync();
            try
            {
                if (Use() is { } known)
                {
                    return known;
                }

                if (_position is null)
                {
                    await AttachAsync();
                }

                var changes = Volatile.Read(ref _changes);
                var value = await _owner._source.ReadAsync(Key);
                if (changes == Volatile.Read(ref _changes))
                {
                    Volatile.Write(ref _value, value);
                }

                return value;
            }
            finally
            {
                _loading.Release();
            }
        }

        public async Task AttachAsync()
        {
            var position = await Actor.AttachAsync(Stream, _reference);
            if (_position is { } before && before != position)
            {
                Change();
            }

            _position = position;
        }

        public async Task DetachAsync()
        {
            MakeStale();
            await Actor.DetachAsync(Stream, _reference);
            _owner._grains.DeleteObjectReference<ILiveObserver>(_reference);
        }

        public Task OnEventsAsync(LiveBatch batch)
        {
            var isGap = _position is { } before && before != new StreamPosition(batch.Epoch, batch.After);
            _position = new(batch.Epoch, batch.Through);
            if (isGap || batch.Events.Count > 0)
            {
                Change();
            }

            return Task.CompletedTask;
        }

        public Task OnTickAsync(string type, byte[] data) => Task.CompletedTask;

        public Task OnRevokedAsync(IReadOnlyList<string>? learnerIds)
        {
            Change();
            return Task.CompletedTask;
        }

        public async Task OnLostAsync()
        {
            _position = null;
            Change();
            try
            {
                await AttachAsync();
            }
            catch (Exception e)
            {
                _owner._logger.LogInformation(e, "The watch over {Actor} was lost; the next call renews it.", Key);
            }
        }

        private void Change()
        {
            MakeStale();
            _owner.Changed?.Invoke(Key);
        }
    }
}
