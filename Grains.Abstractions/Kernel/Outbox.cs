namespace LmsActors.Kernel;

/// <summary>An actor with an outbox: it can be asked to hand over what it still owes to other actors.</summary>
[Alias("outbox-owner")]
public interface IOutboxOwner : IGrainWithStringKey
{
    /// <summary>Activates the owner, which delivers what is left. Returns at once; harmless when nothing is left.</summary>
    [Alias("drain")]
    Task DrainAsync();

    /// <summary>How many durable events other actors have not been told yet.</summary>
    [Alias("owed")]
    Task<long> OwedAsync();
}
