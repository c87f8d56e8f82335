using System.Collections.Concurrent;
using Kith.Engine;
using Kith.GraphQL;
using Kith.Server.Identity;

namespace Kith.Server.Surfaces.GraphQL;

/// <summary>The operations that run on one socket, each with the id its client gave it. All end with it.</summary>
internal sealed class SocketOperations(GraphQLExecutor executor, OpenSocket socket, CurrentUser user) : IAsyncDisposable
{
    private const int Most = 100;

    private readonly ConcurrentDictionary<string, Running> _running = new(StringComparer.Ordinal);

    /// <exception cref="SocketClosedException">One of that id runs.</exception>
    public void Start(string id, GraphQLRequest request)
    {
        var stop = CancellationTokenSource.CreateLinkedTokenSource(socket.End.Stopping);
        var running = new Running(stop);
        if (!_running.TryAdd(id, running))
        {
            stop.Dispose();
            throw new SocketClosedException(GraphQLCloseCodes.SubscriberExists, $"Subscriber for {Shown(id)} already exists");
        }

        running.Task = RunAsync(id, request, running, isOneTooMany: _running.Count > Most);
    }

    /// <summary>The client wants no more of it; its id is free.</summary>
    public Task StopAsync(string id) => _running.TryRemove(id, out var running) ? running.Stop.CancelAsync() : Task.CompletedTask;

    public async Task SendAsync(byte[] message)
    {
        if (!await socket.Outbox.SendAsync(message, socket.End.Stopping))
            socket.End.End(new SocketClosedException(CloseCodes.TooSlow, "You read too slowly."));
    }

    public async ValueTask DisposeAsync()
    {
        var left = _running.ToArray();
        foreach (var (_, running) in left)
            await running.Stop.CancelAsync();
        foreach (var (_, running) in left)
            await running.Task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task RunAsync(string id, GraphQLRequest request, Running running, bool isOneTooMany)
    {
        using var stop = running.Stop;
        try
        {
            await FollowAsync(id, request, running, isOneTooMany);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Nobody wants it any more.
        }
        catch (StorageUnavailableException)
        {
            await RefuseAsync(id, running, new StorageUnavailable());
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            socket.End.End(e);
        }
        finally
        {
            Forget(id, running);
        }
    }

    private async Task FollowAsync(string id, GraphQLRequest request, Running running, bool isOneTooMany)
    {
        if (isOneTooMany)
        {
            await RefuseAsync(id, running, new RateLimited(TimeSpan.FromSeconds(10), $"A socket runs {Most} operations at once."));
            return;
        }

        var call = new Call(socket.Http, user);
        var context = new GraphQLContext(socket.Http.RequestServices) { Authorize = call.Authorize }.With(call);
        await foreach (var result in executor.SubscribeAsync(request, context, running.Stop.Token))
        {
            if (result.IsRequestError)
            {
                await EndAsync(id, running, SocketMessage.Write("error", id, writer => result.WriteErrorsTo(writer, GraphQLErrors.CodeOf)));
                return;
            }

            await SendAsync(SocketMessage.Write("next", id, writer => result.WriteTo(writer, GraphQLErrors.CodeOf)));
        }

        await EndAsync(id, running, SocketMessage.Write("complete", id));
    }

    private Task RefuseAsync(string id, Running running, Failure failure)
    {
        var errors = GraphQLResult.OfRequestError(failure.ToGraphQL());
        return EndAsync(id, running, SocketMessage.Write("error", id, writer => errors.WriteErrorsTo(writer)));
    }

    /// <summary>The id is free when the client hears of the end. Whoever said "complete" hears nothing.</summary>
    private Task EndAsync(string id, Running running, byte[] message) => Forget(id, running) ? SendAsync(message) : Task.CompletedTask;

    private bool Forget(string id, Running running) => _running.TryRemove(new KeyValuePair<string, Running>(id, running));

    private static string Shown(string id) => id.Length <= 64 && id.All(c => c is > ' ' and <= '~') ? id : "this id";

    private sealed class Running(CancellationTokenSource stop)
    {
        public CancellationTokenSource Stop => stop;

        public Task Task { get; set; } = Task.CompletedTask;
    }
}
