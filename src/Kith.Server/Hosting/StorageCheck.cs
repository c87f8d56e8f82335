using Kith.Engine;
using Kith.Engine.Storage;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Kith.Server.Hosting;

/// <summary>The database answers a read.</summary>
internal sealed class StorageCheck(Database database) : IHealthCheck
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await database
                .ReadAsync(session => session.CountAsync("SELECT 1"), cancellationToken)
                .WaitAsync(LongestWait, cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception e) when (e is StorageUnavailableException or TimeoutException)
        {
            return HealthCheckResult.Unhealthy("The database doesn't answer.");
        }
    }
}
