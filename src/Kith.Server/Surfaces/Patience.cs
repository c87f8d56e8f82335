using Kith.Engine.Users;
using Kith.Server.Identity;

namespace Kith.Server.Surfaces;

/// <summary>How long a request that waits for events goes on: until its client leaves, the server stops, or its sign-in is revoked.</summary>
internal sealed class Patience : IDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _over;
    private readonly IDisposable _watch;
    private bool _isDisposed;

    public Patience(HttpContext http, CurrentUser user)
    {
        var services = http.RequestServices;
        var stopping = services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        _over = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, stopping);
        IsOver = _over.Token;
        _watch = services.GetRequiredService<Revocations>().OnRevoked(user.SignInId, End);
    }

    public CancellationToken IsOver { get; }

    public void Dispose()
    {
        lock (_gate)
            _isDisposed = true;
        _watch.Dispose();
        _over.Dispose();
    }

    /// <summary>It may be called when all is over already.</summary>
    private void End()
    {
        lock (_gate)
        {
            if (!_isDisposed)
                _ = _over.CancelAsync();
        }
    }
}
