using System.Text.Json.Nodes;
using Kith.FakeModel.Scripts;

namespace Kith.FakeModel.Wire;

/// <summary>One server-sent event; <paramref name="IsToken"/> when it carries text that scripts count.</summary>
internal sealed record Frame(string Text, bool IsToken = false);

/// <summary>A chat answer before it is put in a provider's shape.</summary>
internal sealed record ChatReply(ChatRequest Request, Script Script, IReadOnlyList<string> Tokens)
{
    public string Text => string.Concat(Tokens);

    public int CompletionTokens => Tokens.Count;
}

/// <summary>How a provider writes chats, streams and errors.</summary>
internal interface IChatWire
{
    JsonObject Whole(ChatReply reply);

    /// <summary>The stream in order: what opens it, one event for each token, what closes it.</summary>
    IEnumerable<Frame> Stream(ChatReply reply);

    Frame StreamError(string message);

    /// <summary>An event like a token's, with that text.</summary>
    Frame Token(ChatReply reply, string text);

    JsonObject Error(int status, string message, string? code, string? parameter);
}
