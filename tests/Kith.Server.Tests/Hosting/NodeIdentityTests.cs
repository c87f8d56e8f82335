using Kith.Server.Hosting;

namespace Kith.Server.Tests.Hosting;

public sealed class NodeIdentityTests
{
    [Fact]
    public void A_node_keeps_its_id_from_start_to_start()
    {
        using var sandbox = new Sandbox();
        string first;
        using (var node = NodeIdentity.Open(sandbox.Folder))
            first = node.Id;
        using var again = NodeIdentity.Open(sandbox.Folder);
        Assert.Equal(first, again.Id);
        Assert.Equal(7, Guid.Parse(first).Version);
    }

    [Fact]
    public void Two_nodes_cannot_share_a_data_folder()
    {
        using var sandbox = new Sandbox();
        using var node = NodeIdentity.Open(sandbox.Folder);
        var problem = Assert.Throws<SetupException>(() => NodeIdentity.Open(sandbox.Folder));
        Assert.Contains("in use by another Kith process", problem.Message, StringComparison.Ordinal);
        Assert.Contains("KITH_DATA_DIR", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_data_folder_and_its_files_are_the_owners_alone()
    {
        if (OperatingSystem.IsWindows())
            return;
        using var sandbox = new Sandbox();
        var folder = Path.Combine(sandbox.Folder, "data");
        using var node = NodeIdentity.Open(folder);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(folder, "node-id")));
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_told_by_its_setting()
    {
        using var sandbox = new Sandbox();
        var file = sandbox.Write("file", "");
        var problem = Assert.Throws<SetupException>(() => NodeIdentity.Open(Path.Combine(file, "data")));
        Assert.StartsWith("KITH_DATA_DIR is ", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_spoilt_id_is_not_taken_for_one()
    {
        using var sandbox = new Sandbox();
        sandbox.Write("node-id", "me");
        Assert.Throws<SetupException>(() => NodeIdentity.Open(sandbox.Folder));
    }
}
