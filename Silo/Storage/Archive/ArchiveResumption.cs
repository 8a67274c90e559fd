namespace LmsActors.Storage.Archive;

/// <summary>Goes on with an archive whose writer was killed.</summary>
internal static class ArchiveResumption
{
    /// <summary>A writer behind the last whole journal; null if there is none that could be trusted.</summary>
    /// <exception cref="ArchiveException">The archive is one of another storage or tenant.</exception>
    public static async Task<ArchiveWriter?> ContinueAsync(FileStream file, bool isZipped, ArchiveHeader header, CancellationToken cancellation)
    {
        var (text, end) = await FindEndAsync(file, isZipped, cancellation);
        if (end == 0)
            return null;
        file.Position = 0;
        var reader = await ArchiveReader.OpenAsync(isZipped ? new GzipMemberReader(file) : file, cancellation);
        if (reader.Header.Provider != header.Provider || reader.Header.Tenant != header.Tenant)
            throw new ArchiveException($"'{file.Name}' was begun from another storage: delete it, or begin without --resume.");
        while (reader.Position < text)
            await reader.NextAsync(cancellation);
        file.SetLength(end);
        file.Position = end;
        return ArchiveWriter.Continue(isZipped ? new GzipMemberWriter(file) : file, reader);
    }

    /// <summary>The end of the last whole journal, in the text and in the file, at which the file can be cut.</summary>
    private static async Task<(long Text, long File)> FindEndAsync(FileStream file, bool isZipped, CancellationToken cancellation)
    {
        file.Position = 0;
        var members = isZipped ? new GzipMemberReader(file) : null;
        var found = (Text: 0L, File: 0L);
        try
        {
            using var reader = await ArchiveReader.OpenAsync(members ?? (Stream)file, cancellation);
            do
            {
                if ((members is null ? reader.Position : members.FileEnd(reader.Position)) is { } end)
                    found = (reader.Position, end);
            }
            while (await reader.NextAsync(cancellation) is not null);
        }
        catch (ArchiveException)
        {
            // What comes here and behind is thrown away.
        }

        return found;
    }
}
