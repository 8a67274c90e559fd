namespace LmsActors.Storage.Sqlite;

/// <summary>
/// Keeps other processes away from the storage as long as this one lives: the operating system gives the lock up when
/// the process ends, however it ends.
/// </summary>
internal sealed class StorageLock : IDisposable
{
    private readonly FileStream _file;

    private StorageLock(FileStream file) => _file = file;

    /// <exception cref="StorageInUseException">Somebody holds the lock.</exception>
    public static StorageLock Take(string folder)
    {
        try
        {
            var file = Path.Combine(folder, "lmsactors.lock");
            return new StorageLock(new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException failure) when (failure.GetType() == typeof(IOException))
        {
            throw new StorageInUseException(folder, failure);
        }
    }

    public void Dispose() => _file.Dispose();
}
