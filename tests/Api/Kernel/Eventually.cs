namespace LmsActors.Kernel;

/// <summary>Waits for what actors tell each other after an answer.</summary>
internal static class Eventually
{
    /// <summary>Asks until <paramref name="isSo"/>, for 30 seconds at most.</summary>
    public static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!await isSo())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(30), "It did not come about in 30 seconds.");
            await Task.Yield();
        }
    }
}
