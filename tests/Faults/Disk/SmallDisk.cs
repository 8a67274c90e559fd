using System.Diagnostics;

namespace LmsActors.Faults;

/// <summary>A file system in memory that is soon full.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly string _ballast;

    /// <param name="folder">Where it is mounted; it goes away with it.</param>
    /// <param name="megabytes">Its size.</param>
    /// <param name="owner">The user of the operating system to whom it belongs; null for that of the tests.</param>
    public SmallDisk(string folder, int megabytes, string? owner = null)
    {
        (Folder, _ballast) = (folder, Path.Combine(folder, "ballast"));
        Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", folder);
        if (owner is not null)
        {
            Run("chown", owner, folder);
        }
    }

    public string Folder { get; }

    /// <summary>Takes all of the space that is left.</summary>
    public void Fill()
    {
        using var ballast = new FileStream(_ballast, FileMode.Create, FileAccess.Write, FileShare.None, 1);
        foreach (var size in new[] { 1 << 20, 4096, 1 })
        {
            try
            {
                while (true)
                {
                    ballast.Write(new byte[size]);
                }
            }
            catch (IOException)
            {
                // Full, for pieces of this size.
            }
        }
    }

    /// <summary>Gives back what <see cref="Fill"/> took.</summary>
    public void Free() => File.Delete(_ballast);

    public void Dispose() => Run("umount", "-l", Folder);

    private static void Run(string command, params string[] arguments)
    {
        using var process = Process.Start(command, arguments);
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"'{command} {string.Join(' ', arguments)}' failed: these tests need to be run as root.");
    }
}
