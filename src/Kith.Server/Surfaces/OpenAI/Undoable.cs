using System.Text.Json;

namespace Kith.Server.Surfaces.OpenAI;

/// <summary>
/// Members of OpenAI's requests that mean something no answer here has. Clients send many of them empty, or with what is so anyway: that is
/// let pass, like members that are only hints.
/// </summary>
internal static class Undoable
{
    private static readonly Dictionary<string, Func<JsonElement, bool>> s_asks = new(StringComparer.Ordinal)
    {
        ["audio"] = IsFilled,
        ["function_call"] = IsChoice,
        ["functions"] = IsFilled,
        ["logit_bias"] = IsFilled,
        ["logprobs"] = IsFilled,
        ["modalities"] = kinds => IsFilled(kinds) && !(kinds.ValueKind == JsonValueKind.Array && kinds.EnumerateArray().All(IsText)),
        ["tool_choice"] = IsChoice,
        ["tools"] = IsFilled,
        ["top_logprobs"] = IsFilled,
        ["web_search_options"] = options => options.ValueKind != JsonValueKind.Null,
    };

    /// <summary>Whether a member asks for something of that kind.</summary>
    public static bool Asks(string name, JsonElement value) => s_asks.TryGetValue(name, out var asks) && asks(value);

    private static bool IsFilled(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Null or JsonValueKind.False => false,
            JsonValueKind.Array => value.GetArrayLength() > 0,
            JsonValueKind.Object => value.GetPropertyCount() > 0,
            JsonValueKind.Number => !value.TryGetDouble(out var number) || number != 0,
            _ => true,
        };

    /// <summary>Of one of its tools: where there are none, the model has no choice.</summary>
    private static bool IsChoice(JsonElement value) => IsFilled(value) && !Is(value, "none") && !Is(value, "auto");

    private static bool IsText(JsonElement value) => Is(value, "text");

    private static bool Is(JsonElement value, string text) =>
        value.ValueKind == JsonValueKind.String && value.GetRawText() == $"\"{text}\"";
}
