using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Kith.Server.Tests.Hosting;

public sealed class HealthTests
{
    [Fact]
    public async Task A_started_server_is_ready()
    {
        await using var app = await HostedApp.StartAsync();
        var response = await app.GetAsync("/health/ready");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(
            """{"status":"healthy","checks":{"lifecycle":{"status":"healthy","detail":null}}}""",
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)
        );
    }

    [Fact]
    public async Task A_failing_check_makes_it_unready_but_not_dead()
    {
        await using var app = await HostedApp.StartAsync(add: builder =>
            builder.Services.AddHealthChecks().AddCheck("storage", () => HealthCheckResult.Unhealthy("No answer."))
        );
        var response = await app.GetAsync("/health/ready");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Contains(
            """
            "storage":{"status":"unhealthy","detail":"No answer."}
            """.Trim(),
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            StringComparison.Ordinal
        );
        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync("/health/live")).StatusCode);
    }
}
