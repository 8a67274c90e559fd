namespace LmsActors.Groups;

/// <summary>
/// Within one activation: work about the same key runs one after another, in the order of arrival, across its awaits.
/// Work about different keys does not wait for each other. For the grain's own turn-based context; not thread-safe.
/// </summary>
internal sealed class Turns
{
    private readonly Dictionary<string, Task> _last = [];

    public async Task<T> RunAsync<T>(string key, Func<Task<T>> work)
    {
        var before = _last.GetValueOrDefault(key, Task.CompletedTask);
        var mine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _last[key] = mine.Task;
        try
        {
            await before;
            return await work();
        }
        finally
        {
            mine.SetResult();
            if (_last.GetValueOrDefault(key) == mine.Task)
            {
                _last.Remove(key);
            }
        }
    }

    /// <summary>Waits until all work that was begun, or waits for its turn, is done.</summary>
    public Task IdleAsync() => Task.WhenAll([.. _last.Values]);
}
