namespace LmsActors.Kernel;

/// <summary>A request that could not even be bound to a handler; becomes the problem that its refusal says.</summary>
internal sealed class RefusedRequestException(Refusal refusal) : Exception(refusal.Message)
{
    public Refusal Refusal { get; } = refusal;
}
