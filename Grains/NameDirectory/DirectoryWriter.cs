using System.Collections.Concurrent;

namespace LmsActors.NameDirectory;

/// <summary>One lane for names and one for counts to each directory shard.</summary>
internal sealed class DirectoryWriter(IGrainFactory grains) : IDirectoryWriter
{
    private readonly ConcurrentDictionary<string, Lane<DirectoryName, bool>> _names = new();
    private readonly ConcurrentDictionary<string, Lane<DirectoryCount, bool>> _counts = new();

    public Task PutAsync(string tenant, string kind, DirectoryName name) =>
        _names.GetOrAdd(Directories.Shard(tenant, kind, name.Id), NameLane).SendAsync(name);

    public Task PutAsync(string tenant, string kind, DirectoryCount count) =>
        _counts.GetOrAdd(Directories.Shard(tenant, kind, count.Id), CountLane).SendAsync(count);

    private Lane<DirectoryName, bool> NameLane(string shard) => new(async names =>
    {
        await grains.Actor<IDirectoryGrain>(shard).PutNamesAsync(names);
        return true;
    });

    private Lane<DirectoryCount, bool> CountLane(string shard) => new(async counts =>
    {
        await grains.Actor<IDirectoryGrain>(shard).PutCountsAsync(counts);
        return true;
    });
}
