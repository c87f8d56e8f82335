namespace Kith.Server.Hosting;

/// <summary>Whether this process runs from the repository or from a published folder.</summary>
internal static class SourceTree
{
    /// <summary>The repository's root, or null when published: a published folder carries the web app in <c>wwwroot</c>.</summary>
    public static string? Root { get; } = Find(AppContext.BaseDirectory);

    public static string? Find(string binaries)
    {
        if (Directory.Exists(Path.Combine(binaries, "wwwroot")))
            return null;
        for (var folder = new DirectoryInfo(binaries); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Kith.slnx")))
                return folder.FullName;
        }
        return null;
    }
}
