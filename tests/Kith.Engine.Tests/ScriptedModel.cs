using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.AI;

namespace Kith.Engine.Tests;

/// <summary>
/// A model that says what the test tells it, when it tells it. By default it answers "Hello there!" in three pieces at once.
/// </summary>
public sealed class ScriptedModel : IChatClient
{
    private static readonly string[] Greeting = ["Hel", "lo ", "there!"];

    private readonly Channel<Call> _calls = Channel.CreateUnbounded<Call>();

    /// <summary>Makes the answer to a call; null for the default one.</summary>
    public Func<Call, IAsyncEnumerable<ChatResponseUpdate>>? Answer { get; set; }

    /// <summary>Forgets what it was told and what it was asked: for the next test.</summary>
    public void Reset()
    {
        Answer = null;
        while (_calls.Reader.TryRead(out _)) { }
    }

    /// <summary>Whether it was asked something that nobody took with <see cref="NextCallAsync"/>.</summary>
    public bool HasCalls => _calls.Reader.TryPeek(out _);

    /// <summary>The next call as it comes in.</summary>
    public async Task<Call> NextCallAsync() => await _calls.Reader.ReadAsync(TestContext.Current.CancellationToken);

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        var call = new Call([.. messages], options ?? new ChatOptions(), cancellationToken);
        await _calls.Writer.WriteAsync(call, CancellationToken.None);
        await foreach (var update in (Answer ?? Say(Greeting))(call).WithCancellation(cancellationToken))
            yield return update;
    }

    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        CancellationToken cancellationToken = default
    ) => GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose() { }

    /// <summary>Answers with these pieces at once.</summary>
    public static Func<Call, IAsyncEnumerable<ChatResponseUpdate>> Say(params string[] pieces) =>
        _ => pieces.Select(Piece).ToAsyncEnumerable();

    /// <summary>Answers with what the test writes; ends, or fails, when the test completes the writer.</summary>
    public static Func<Call, IAsyncEnumerable<ChatResponseUpdate>> Say(ChannelReader<string> pieces) =>
        call => pieces.ReadAllAsync(call.CancellationToken).Select(Piece);

    public static ChatResponseUpdate Piece(string text) => new(ChatRole.Assistant, text) { ModelId = "scripted" };

    /// <summary>What the model was asked.</summary>
    public sealed record Call(IReadOnlyList<ChatMessage> Messages, ChatOptions Options, CancellationToken CancellationToken);
}
