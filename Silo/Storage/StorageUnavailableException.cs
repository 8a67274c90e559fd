namespace LmsActors.Storage;

/// <summary>
/// The storage could not be read or written just now (disk full, I/O error, server away). A write that ends with it was not acknowledged;
/// whether it stands in the journal is for the next reading to tell. The store heals by itself once that is over.
/// It crosses between silos, so it carries no inner exception; that one is in the log.
/// </summary>
[GenerateSerializer, Alias("storage.unavailable")]
public sealed class StorageUnavailableException(string message) : IOException(message);
