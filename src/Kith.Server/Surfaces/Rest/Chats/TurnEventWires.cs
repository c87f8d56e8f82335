namespace Kith.Server.Surfaces.Rest.Chats;

// The data of a turn's events, each by the name of its event.

internal sealed record TurnMessageEvent(string TurnId, MessageWire UserMessage);

internal sealed record TurnRecallEvent(string TurnId, IReadOnlyList<RecalledWire> Items);

/// <param name="Index">From 0, without gaps.</param>
internal sealed record TurnTokenEvent(string TurnId, int Index, string Content);

internal sealed record TurnDoneEvent(string TurnId, MessageWire UserMessage, MessageWire AiMessage);

/// <param name="Code">As in the answers that are errors.</param>
internal sealed record TurnErrorEvent(string Code, string Detail, string TurnId);
