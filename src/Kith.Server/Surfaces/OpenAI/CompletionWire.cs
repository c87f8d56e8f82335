using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Kith.Engine.Turns;

namespace Kith.Server.Surfaces.OpenAI;

internal sealed record ModelWire(string Id, [property: AllowedValues("model")] string Object, long Created, string OwnedBy);

internal sealed record ModelListWire([property: AllowedValues("list")] string Object, IReadOnlyList<ModelWire> Data);

/// <summary>A whole answer.</summary>
/// <param name="Created">Unix time in seconds.</param>
internal sealed record CompletionWire(
    string Id,
    [property: AllowedValues("chat.completion")] string Object,
    long Created,
    string Model,
    IReadOnlyList<ChoiceWire> Choices,
    UsageWire Usage
);

internal sealed record ChoiceWire(int Index, AnswerWire Message, string FinishReason);

/// <param name="Refusal">Always null: a model that doesn't want to says so in its answer.</param>
internal sealed record AnswerWire([property: AllowedValues("assistant")] string Role, string Content, string? Refusal);

internal sealed record UsageWire(long PromptTokens, long CompletionTokens, long TotalTokens)
{
    public static UsageWire Of(CompletionEnded ended) =>
        new(ended.PromptTokens, ended.CompletionTokens, ended.PromptTokens + ended.CompletionTokens);
}

/// <summary>A piece of a streamed answer; all pieces have the same id.</summary>
/// <param name="Choices">Empty in the piece that tells the usage.</param>
internal sealed record ChunkWire(
    string Id,
    [property: AllowedValues("chat.completion.chunk")] string Object,
    long Created,
    string Model,
    IReadOnlyList<ChunkChoiceWire> Choices,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] UsageWire? Usage = null
);

internal sealed record ChunkChoiceWire(int Index, DeltaWire Delta, string? FinishReason);

internal sealed record DeltaWire(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Role = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Content = null
);

internal sealed record ErrorAnswer(ErrorWire Error);

/// <summary>An error as OpenAI's clients read it, with Kith's code.</summary>
/// <param name="Param">The field that is wrong, if it is one.</param>
internal sealed record ErrorWire(string Message, string Type, string? Param, string Code);
