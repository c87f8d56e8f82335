using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Kith.Server.Hosting;

/// <summary>
/// <c>/health/live</c> answers while the process does; <c>/health/ready</c> once start-up work is done, until the server is asked to stop,
/// and while every registered check is healthy. A capability adds its own with <c>services.AddHealthChecks().AddCheck…</c>.
/// </summary>
internal static class Health
{
    public static void AddHealth(this IServiceCollection services)
    {
        services.AddHealthChecks().AddCheck<LifecycleCheck>("lifecycle");
        // A failing check is told by the answer and by the check itself; every probe would repeat it.
        services.AddLogging(logging => logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None));
    }

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => new Report("healthy", [])).ExcludeFromDescription().AllowAnonymous();
        routes.MapGet("/health/ready", ReadyAsync).ExcludeFromDescription().AllowAnonymous();
    }

    private static async Task<IResult> ReadyAsync(HealthCheckService checks, CancellationToken cancellationToken)
    {
        var report = await checks.CheckHealthAsync(cancellationToken);
        return Results.Json(
            new Report(
                report.Status.ToString().ToLowerInvariant(),
                report.Entries.ToDictionary(
                    e => e.Key,
                    e => new CheckReport(e.Value.Status.ToString().ToLowerInvariant(), e.Value.Description),
                    StringComparer.Ordinal
                )
            ),
            statusCode: report.Status == HealthStatus.Unhealthy ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK
        );
    }

    private sealed record Report(string Status, Dictionary<string, CheckReport> Checks);

    private sealed record CheckReport(string Status, string? Detail);

    private sealed class LifecycleCheck(IHostApplicationLifetime lifetime) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            Task.FromResult(
                lifetime.ApplicationStopping.IsCancellationRequested ? HealthCheckResult.Unhealthy("Stopping.")
                : lifetime.ApplicationStarted.IsCancellationRequested ? HealthCheckResult.Healthy()
                : HealthCheckResult.Unhealthy("Starting.")
            );
    }
}
