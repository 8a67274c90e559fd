namespace LmsActors.Storage;

/// <summary>Another process (or another store of this one) has the embedded storage open; it is made for one.</summary>
public sealed class StorageInUseException(string folder, Exception inner) : Exception(
    $"The storage in {folder} is in use by another process: stop that one, or choose another folder with Storage__Path.", inner)
{
    /// <summary>The folder that holds the storage.</summary>
    public string Folder { get; } = folder;
}
