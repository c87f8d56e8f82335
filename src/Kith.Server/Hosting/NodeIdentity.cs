using System.Text;

namespace Kith.Server.Hosting;

/// <summary>
/// Who this node is, kept in a file of its data folder. The file stays locked while the process lives, so that no two nodes
/// are the same one: a node closes its own old turns at start, which must never be another's running ones.
/// </summary>
internal sealed class NodeIdentity : IDisposable
{
    private readonly FileStream _file;

    private NodeIdentity(FileStream file, string id) => (_file, Id) = (file, id);

    /// <summary>A UUIDv7, the same at every start from this data folder.</summary>
    public string Id { get; }

    /// <summary>Creates the folder if need be, and locks its id.</summary>
    /// <exception cref="SetupException">The folder can't be written to, or another process holds it.</exception>
    public static NodeIdentity Open(string dataDir)
    {
        CreateFolder(dataDir);
        var path = Path.Combine(dataDir, "node-id");
        var file = OpenLocked(path, dataDir);
        using var reader = new StreamReader(file, Encoding.ASCII, leaveOpen: true);
        var id = reader.ReadToEnd().Trim();
        if (Guid.TryParseExact(id, "D", out _))
            return new NodeIdentity(file, id);
        if (id.Length > 0)
        {
            file.Dispose();
            throw new SetupException($"{path} holds no node id. Restore it, or delete it to become a new node.");
        }
        id = Guid.CreateVersion7().ToString("D");
        file.Write(Encoding.ASCII.GetBytes(id + "\n"));
        file.Flush(flushToDisk: true);
        return new NodeIdentity(file, id);
    }

    public void Dispose() => _file.Dispose();

    private static void CreateFolder(string dataDir)
    {
        try
        {
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(dataDir);
            else
                Directory.CreateDirectory(dataDir, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw Unusable(dataDir, problem);
        }
    }

    private static FileStream OpenLocked(string path, string dataDir)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            return new FileStream(path, options);
        }
        catch (UnauthorizedAccessException problem)
        {
            throw Unusable(dataDir, problem);
        }
        catch (IOException) when (File.Exists(path))
        {
            throw new SetupException(
                $"The data folder {dataDir} is in use by another Kith process.",
                "Stop that one, or give this one a folder of its own: KITH_DATA_DIR=…"
            );
        }
        catch (IOException problem)
        {
            throw Unusable(dataDir, problem);
        }
    }

    private static SetupException Unusable(string dataDir, Exception problem) =>
        new($"KITH_DATA_DIR is {dataDir}, which can't be used: {problem.Message} Allowed: a folder this user may write to.");
}
