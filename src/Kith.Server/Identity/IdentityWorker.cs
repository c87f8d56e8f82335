using Kith.Engine;
using Kith.Engine.Users;
using Kith.Server.Hosting;
using Kith.Server.Identity.Jwt;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Kith.Server.Identity;

/// <summary>Before the doors open: the first accounts and the keys. Then keeps the keys current, as <see cref="Revocations"/> are.</summary>
internal sealed class IdentityWorker(
    FirstStart firstStart,
    KeyRing ring,
    AntiForgery antiForgery,
    Terminal terminal,
    IServer server,
    IHostApplicationLifetime lifetime,
    TimeProvider clock,
    ILogger<IdentityWorker> log
) : RepeatingWorker(clock, log)
{
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        var prepared = await firstStart.PrepareAsync(cancellationToken);
        if (prepared.Failure is { } failure)
            throw new SetupException("KITH_ADMIN_EMAIL and KITH_ADMIN_PASSWORD can't be used.", failure.Detail);
        await antiForgery.LoadAsync(cancellationToken);
        await ring.PollAsync(cancellationToken);
        if (prepared.Value is { } token)
            lifetime.ApplicationStarted.Register(() => terminal.Out.WriteLine(Invitation(token)));
        await base.StartAsync(cancellationToken);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        RepeatAsync("read the keys", Revocations.PollInterval, ring.PollAsync, stoppingToken);

    /// <summary>On the terminal only: whoever reads the log must not become the administrator.</summary>
    private string Invitation(string token)
    {
        var address = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "http://127.0.0.1:8000";
        foreach (var any in (string[])["0.0.0.0", "[::]", "*", "+"])
            address = address.Replace($"//{any}:", "//127.0.0.1:", StringComparison.Ordinal);
        return $"""

            This server has no administrator yet. Whoever opens this link first becomes it (good once, for {FirstStart.SetUpLifetime.TotalHours:0} hours):
            {address.TrimEnd('/')}/setup#token={token}

            """;
    }
}

/// <summary>Where the person who started the server reads.</summary>
internal sealed record Terminal(TextWriter Out);
