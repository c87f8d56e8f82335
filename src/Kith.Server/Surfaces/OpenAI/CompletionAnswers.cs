using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Kith.Engine.Turns;
using Kith.Server.Hosting;

namespace Kith.Server.Surfaces.OpenAI;

/// <summary>How an answer goes out: whole, or in pieces as it is made.</summary>
/// <param name="Id">The same for all pieces.</param>
/// <param name="Created">Unix time in seconds.</param>
/// <param name="Model">As it was asked for.</param>
/// <param name="Log">Told of what breaks an answer off and is no failure anybody expected.</param>
internal sealed record CompletionAnswers(string Id, long Created, string Model, ILogger Log)
{
    public const string Done = "[DONE]";

    /// <summary>Waits for all of it.</summary>
    public async Task<IResult> WholeAsync(IAsyncEnumerable<CompletionFrame> frames, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        await foreach (var frame in frames.WithCancellation(cancellationToken))
        {
            if (frame is CompletionDelta delta)
                text.Append(delta.Text);
            else if (frame is CompletionEnded { Failure: { } failure })
                return failure.ToProblem();
            else if (frame is CompletionEnded ended)
                return TypedResults.Ok(
                    new CompletionWire(
                        Id,
                        "chat.completion",
                        Created,
                        Model,
                        [new ChoiceWire(0, new AnswerWire("assistant", text.ToString(), Refusal: null), ended.FinishReason.Value)],
                        UsageWire.Of(ended)
                    )
                );
        }

        // The chat was deleted meanwhile.
        return Problem.From(StatusCodes.Status404NotFound);
    }

    /// <summary>Sends each piece as it comes. An answer that fails before its first piece still has an error's status.</summary>
    public async Task<IResult> StreamAsync(IAsyncEnumerable<CompletionFrame> frames, bool wantsUsage, CancellationToken cancellationToken)
    {
        var pieces = frames.GetAsyncEnumerator(cancellationToken);
        var started = await pieces.MoveNextAsync();
        if (started && pieces.Current is not CompletionEnded { Failure: not null })
            return TypedResults.ServerSentEvents(EventsAsync(pieces, wantsUsage, cancellationToken));
        var failure = started ? ((CompletionEnded)pieces.Current).Failure : null;
        await pieces.DisposeAsync();
        return failure?.ToProblem() ?? Problem.From(StatusCodes.Status404NotFound);
    }

    /// <param name="pieces">Moved to the first.</param>
    private async IAsyncEnumerable<SseItem<string>> EventsAsync(
        IAsyncEnumerator<CompletionFrame> pieces,
        bool wantsUsage,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await using var _ = pieces;
        cancellationToken.ThrowIfCancellationRequested();
        yield return Piece(new DeltaWire("assistant", ""));
        var problem = Problem.From(StatusCodes.Status404NotFound);
        for (var isThere = true; isThere; (isThere, problem) = await MoveAsync(pieces, problem, cancellationToken))
        {
            switch (pieces.Current)
            {
                case CompletionDelta delta:
                    yield return Piece(new DeltaWire(Content: delta.Text));
                    break;
                case CompletionEnded { Failure: { } failure }:
                    yield return Event(new ErrorAnswer(OpenAIErrors.Of(Problem.From(failure))));
                    yield break;
                case CompletionEnded ended:
                    yield return Piece(new DeltaWire(), ended.FinishReason.Value);
                    if (wantsUsage)
                        yield return Event(new ChunkWire(Id, "chat.completion.chunk", Created, Model, [], UsageWire.Of(ended)));
                    yield return new SseItem<string>(Done);
                    yield break;
            }
        }

        yield return Event(new ErrorAnswer(OpenAIErrors.Of(problem)));
    }

    /// <summary>The status is sent: what fails from now on can only be told in the stream.</summary>
    /// <param name="ended">What an end without a word means: the chat was deleted meanwhile.</param>
    private async Task<(bool IsThere, Problem Problem)> MoveAsync(
        IAsyncEnumerator<CompletionFrame> pieces,
        Problem ended,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return (await pieces.MoveNextAsync(), ended);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            Log.LogError(e, "The stream of {Id} broke off", Id);
            return (false, ProblemExceptionHandler.Describe(e));
        }
    }

    private SseItem<string> Piece(DeltaWire delta, string? finishReason = null) =>
        Event(new ChunkWire(Id, "chat.completion.chunk", Created, Model, [new ChunkChoiceWire(0, delta, finishReason)]));

    private static SseItem<string> Event(object data) => new(JsonSerializer.Serialize(data, Json.Strict));
}
