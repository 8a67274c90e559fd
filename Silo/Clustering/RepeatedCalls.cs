namespace LmsActors.Hosting;

/// <summary>
/// A silo that leaves, or dies, takes calls with it. Whoever calls from outside the actors makes such a call again, and it finds the actor
/// elsewhere: commands carry the id of their operation, so that an actor which has done it already only answers. Calls between actors are
/// not repeated: whoever called the first of them is.
/// </summary>
internal sealed class RepeatedCalls(TimeProvider time) : IOutgoingGrainCallFilter
{
    /// <summary>Together as long as a silo takes to leave.</summary>
    private static readonly TimeSpan[] Pauses =
        [TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(150), TimeSpan.FromMilliseconds(400), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)];

    public Task Invoke(IOutgoingGrainCallContext context) => context.SourceContext is null ? InvokeAsync(context) : context.Invoke();

    private async Task InvokeAsync(IOutgoingGrainCallContext context)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await context.Invoke();
                return;
            }
            catch (Exception e) when (attempt < Pauses.Length && !AtMostOnce.IsWanted && e is SiloUnavailableException or OrleansMessageRejectionException)
            {
                await Task.Delay(Pauses[attempt], time);
            }
        }
    }
}
