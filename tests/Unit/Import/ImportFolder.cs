using System.Formats.Tar;
using System.IO.Compression;

namespace LmsActors.Import;

/// <summary>A folder for one test's files, gone afterwards.</summary>
internal sealed class ImportFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lmsactors-import-");

    public static string Sample => Path.Combine(AppContext.BaseDirectory, "Samples", "gitter");

    public static string BrokenFixture => Path.Combine(AppContext.BaseDirectory, "Import", "Fixtures", "broken.tsv");

    public string Root => _folder.FullName;

    public string Put(string name, byte[] content)
    {
        var path = Path.Combine(Root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        return path;
    }

    public string Put(string name, string content) => Put(name, System.Text.Encoding.UTF8.GetBytes(content));

    public static byte[] Zip(byte[] content)
    {
        var zipped = new MemoryStream();
        using (var gzip = new GZipStream(zipped, CompressionMode.Compress))
            gzip.Write(content);
        return zipped.ToArray();
    }

    public static byte[] Tar(params (string Name, byte[] Content)[] files)
    {
        var archive = new MemoryStream();
        using (var tar = new TarWriter(archive, TarEntryFormat.Pax, leaveOpen: true))
        {
            foreach (var (name, content) in files)
                tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) });
        }
        return archive.ToArray();
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
