using System.Text;
using Kith.Engine.Models;
using Kith.Engine.Models.Offline;
using Microsoft.Extensions.AI;

namespace Kith.Engine.Tests.Models.Offline;

public sealed class StreamingTests
{
    private static readonly ChatMessage[] Hello = [new(ChatRole.System, Chat.Medhavi), new(ChatRole.User, "Hello there, how are you?")];

    private static OfflineFriend Unpaced() => new(new OfflineFriendOptions { Pace = TimeSpan.Zero }, TimeProvider.System);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Hello there, how are you?")]
    [InlineData("write me a poem")]
    [InlineData("I want to kill myself")]
    [InlineData("")]
    public async Task The_deltas_together_are_the_whole_answer(string text)
    {
        using var friend = Unpaced();
        ChatMessage[] messages = [new(ChatRole.System, Chat.Medhavi), new(ChatRole.User, text)];

        var whole = await friend.GetResponseAsync(messages, cancellationToken: Cancel);
        var updates = await friend.GetStreamingResponseAsync(messages, cancellationToken: Cancel).ToListAsync(Cancel);

        Assert.Equal(whole.Text, string.Concat(updates.Select(static update => update.Text)));
        Assert.All(updates[..^1], static update => Assert.Single(update.Text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries)));
        Assert.Equal(updates.ToChatResponse().Text, whole.Text);
    }

    [Fact]
    public async Task Every_update_says_who_speaks_and_the_last_how_it_ended()
    {
        using var friend = Unpaced();

        var updates = await friend.GetStreamingResponseAsync(Hello, cancellationToken: Cancel).ToListAsync(Cancel);

        Assert.All(
            updates,
            static update =>
            {
                Assert.Equal("offline-friend", update.ModelId);
                Assert.Equal(ChatRole.Assistant, update.Role);
                Assert.Equal(true, update.AdditionalProperties?[ModelAnswer.Offline]);
            }
        );
        Assert.All(updates[..^1], static update => Assert.Null(update.FinishReason));
        Assert.Equal(ChatFinishReason.Stop, updates[^1].FinishReason);
        Assert.Single(updates.Select(static update => update.ResponseId).Distinct());
    }

    [Fact]
    public async Task Usage_counts_a_token_for_every_four_bytes()
    {
        using var friend = Unpaced();

        var answer = await friend.GetResponseAsync(Hello, cancellationToken: Cancel);
        var last = (await friend.GetStreamingResponseAsync(Hello, cancellationToken: Cancel).ToListAsync(Cancel))[^1];

        var expectedOut = (Encoding.UTF8.GetByteCount(answer.Text) + 3) / 4;
        var expectedIn = Hello.Sum(static message => (Encoding.UTF8.GetByteCount(message.Text) + 3) / 4);
        Assert.Equal(expectedOut, answer.Usage?.OutputTokenCount);
        Assert.Equal(expectedIn, answer.Usage?.InputTokenCount);
        Assert.Equal(expectedIn + expectedOut, answer.Usage?.TotalTokenCount);
        Assert.Equal(expectedOut, Assert.Single(last.Contents.OfType<UsageContent>()).Details.OutputTokenCount);
        Assert.Equal(true, answer.AdditionalProperties?[ModelAnswer.Offline]);
    }

    [Fact]
    public async Task Words_come_at_the_given_pace()
    {
        var clock = new SteppedClock();
        using var friend = new OfflineFriend(new OfflineFriendOptions { Pace = TimeSpan.FromMilliseconds(12) }, clock);
        await using var stream = friend.GetStreamingResponseAsync(Hello, cancellationToken: Cancel).GetAsyncEnumerator(Cancel);

        var first = stream.MoveNextAsync();
        Assert.False(first.IsCompleted);
        clock.Fire();
        Assert.True(await first);
        var second = stream.MoveNextAsync();
        Assert.False(second.IsCompleted);
        clock.Fire();
        Assert.True(await second);

        Assert.Equal([TimeSpan.FromMilliseconds(12), TimeSpan.FromMilliseconds(12)], clock.Asked);
    }

    [Fact]
    public async Task Stopping_ends_the_stream_in_the_middle_of_a_pause()
    {
        using var friend = new OfflineFriend(new OfflineFriendOptions { Pace = TimeSpan.FromHours(1) }, new SteppedClock());
        using var stop = new CancellationTokenSource();
        await using var stream = friend.GetStreamingResponseAsync(Hello, cancellationToken: stop.Token).GetAsyncEnumerator(Cancel);

        var next = stream.MoveNextAsync();
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await next);
    }

    [Fact]
    public async Task A_token_limit_ends_the_answer_at_a_sentence()
    {
        using var friend = Unpaced();
        ChatMessage[] question = [new(ChatRole.System, Chat.Medhavi), new(ChatRole.User, "write me a python function")];
        var whole = await friend.GetResponseAsync(question, cancellationToken: Cancel);
        var sentence = whole.Text[..(whole.Text.IndexOf(". ", StringComparison.Ordinal) + 1)];
        var limit = ((Encoding.UTF8.GetByteCount(sentence) + 3) / 4) + 2;

        var limited = await friend.GetResponseAsync(question, new ChatOptions { MaxOutputTokens = limit }, Cancel);

        Assert.Equal(sentence, limited.Text);
        Assert.Equal(ChatFinishReason.Stop, limited.FinishReason);
    }

    [Fact]
    public async Task A_limit_below_one_sentence_cuts_at_a_word_and_says_so()
    {
        using var friend = Unpaced();

        var limited = await friend.GetResponseAsync(Hello, new ChatOptions { MaxOutputTokens = 2 }, Cancel);

        Assert.Equal(ChatFinishReason.Length, limited.FinishReason);
        Assert.NotEmpty(limited.Text);
        Assert.True(limited.Usage?.OutputTokenCount <= 2);
    }

    [Fact]
    public void It_can_be_asked_what_it_is()
    {
        using var friend = Unpaced();

        Assert.Equal("offline-friend", friend.GetService<ChatClientMetadata>()?.DefaultModelId);
        Assert.Same(friend, friend.GetService<IChatClient>());
        Assert.Null(friend.GetService<string>());
    }

    /// <summary>A clock whose timers fire when told to.</summary>
    private sealed class SteppedClock : TimeProvider
    {
        private Action? _due;

        public List<TimeSpan> Asked { get; } = [];

        public void Fire() => _due!();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Asked.Add(dueTime);
            _due = () => callback(state);
            return new Timer();
        }

        private sealed class Timer : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
                // Nothing is held.
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
