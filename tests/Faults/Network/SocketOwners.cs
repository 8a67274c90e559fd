using System.Globalization;

namespace LmsActors.Faults;

/// <summary>Whose a local connection is, as the kernel tells under /proc.</summary>
internal static class SocketOwners
{
    private const string Established = "01";

    /// <summary>The process that connected from a port of this machine to another one; null if it is none of these, or gone.</summary>
    public static int? ProcessOf(int fromPort, int toPort, IEnumerable<int> among)
    {
        var inode = new[] { "/proc/net/tcp", "/proc/net/tcp6" }.Where(File.Exists).SelectMany(File.ReadLines)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .FirstOrDefault(fields => fields.Length > 9 && fields[3] == Established && PortOf(fields[1]) == fromPort && PortOf(fields[2]) == toPort)?[9];
        return inode is null ? null : among.Select(process => (int?)process).FirstOrDefault(process => Holds(process!.Value, $"socket:[{inode}]"));
    }

    private static int PortOf(string address) =>
        address.LastIndexOf(':') is > 0 and var colon && int.TryParse(address.AsSpan(colon + 1), NumberStyles.HexNumber, null, out var port) ? port : 0;

    private static bool Holds(int process, string socket)
    {
        try
        {
            return Directory.EnumerateFileSystemEntries($"/proc/{process}/fd").Any(file => new FileInfo(file).LinkTarget == socket);
        }
        catch (IOException)
        {
            // It has just ended.
            return false;
        }
    }
}
