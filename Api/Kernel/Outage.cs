using LmsActors.Storage;

namespace LmsActors.Kernel;

/// <summary>Tells a part of the system that is away for a while from a defect.</summary>
internal static class Outage
{
    /// <summary>
    /// Whether the same may succeed a little later: an actor's silo, or the storage, could not be reached or did not answer in time; or the
    /// actor would have come to life on a silo of an older version than its log.
    /// </summary>
    public static bool IsMeantBy(Exception exception) =>
        exception is OutcomeUnknownException or StorageUnavailableException or TimeoutException or OrleansException
        || exception.GetBaseException() is NewerLogException;
}
