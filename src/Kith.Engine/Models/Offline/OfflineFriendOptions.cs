namespace Kith.Engine.Models.Offline;

/// <summary>How the offline friend speaks.</summary>
public sealed class OfflineFriendOptions
{
    /// <summary>The pause before each streamed word; zero streams without pausing. Default 12 ms.</summary>
    public TimeSpan Pace { get; set; } = TimeSpan.FromMilliseconds(12);
}
