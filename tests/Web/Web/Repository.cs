namespace LmsActors.Web;

/// <summary>Where things are.</summary>
internal static class Repository
{
    public static readonly string Root = FindRoot();

    /// <summary>The product, built with the same configuration as these tests.</summary>
    public static readonly string Api = Existing(
        Path.Combine(Root, "Api", "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0", "LmsActors.Api.dll"), "build the solution first");

    /// <summary>The rules of the Web Content Accessibility Guidelines as a script for pages.</summary>
    public static string Axe => Existing(Path.Combine(Root, "node_modules", "axe-core", "axe.min.js"), $"run npm ci in {Root}");

    public static string Screenshots => Directory.CreateDirectory(Path.Combine(Root, "artifacts", "screenshots")).FullName;

    public static string Existing(string path, string remedy) =>
        Path.Exists(path) ? path : throw new FileNotFoundException($"{path} is missing: {remedy}.", path);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "LmsActors.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("These tests run inside the repository.");
        }

        return folder.FullName;
    }
}
