using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kith.Engine.Tests;

public sealed class RepeatingWorkerTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whatever_a_round_throws_the_next_one_comes()
    {
        var rounds = Channel.CreateUnbounded<int>();
        using var worker = new Worker(round =>
        {
            rounds.Writer.TryWrite(round);
            throw round switch
            {
                1 => new StorageUnavailableException("The disk is full."),
                2 => new InvalidOperationException("A bug."),
                _ => new OperationCanceledException("Something else was cancelled."),
            };
        });

        await worker.StartAsync(Cancel);
        for (var round = 1; round <= 4; round++)
        {
            Assert.Equal(round, await rounds.Reader.ReadAsync(Cancel));
            worker.Hint.Wake();
        }

        await worker.StopAsync(Cancel);
        Assert.Equal(TaskStatus.RanToCompletion, worker.ExecuteTask?.Status);
    }

    [Fact]
    public async Task A_round_that_runs_when_the_server_stops_is_cancelled()
    {
        var started = new TaskCompletionSource();
        using var worker = new Worker(
            (_, stopping) =>
            {
                started.SetResult();
                return Task.Delay(Timeout.InfiniteTimeSpan, stopping);
            }
        );
        await worker.StartAsync(Cancel);
        await started.Task.WaitAsync(Cancel);

        await worker.StopAsync(Cancel);

        Assert.Equal(TaskStatus.RanToCompletion, worker.ExecuteTask?.Status);
    }

    private sealed class Worker(Func<int, CancellationToken, Task> work) : RepeatingWorker(TimeProvider.System, NullLogger.Instance)
    {
        private int _round;

        public Worker(Action<int> work)
            : this(
                (round, _) =>
                {
                    work(round);
                    return Task.CompletedTask;
                }
            ) { }

        public Hint Hint { get; } = new();

        protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
            RepeatAsync("do it", Hint, TimeSpan.FromMinutes(1), token => work(++_round, token), stoppingToken);
    }
}
