using System.Text.Json;
using System.Text.Json.Serialization;
using Kith.Engine;
using Kith.Server.Hosting;

namespace Kith.Server.Surfaces.Realtime;

/// <summary>What a client says on a socket.</summary>
internal abstract record ClientCommand(string? Type);

internal sealed record AuthCommand(string? Type = null, string? Token = null, string? Ticket = null, bool? Guest = null)
    : ClientCommand(Type);

internal sealed record MessageCommand(
    string? Type = null,
    string? Content = null,
    [property: JsonConverter(typeof(IdConverter))] string? ChatId = null,
    [property: JsonConverter(typeof(IdConverter))] string? ClientId = null,
    [property: JsonConverter(typeof(IdConverter))] string? ReplyTo = null,
    bool? IncludeRelatedChatContext = null,
    long? ContextMessageLimit = null
) : ClientCommand(Type);

internal sealed record StopCommand(string? Type = null, [property: JsonConverter(typeof(IdConverter))] string? TurnId = null)
    : ClientCommand(Type);

/// <param name="Cursor">The last one seen; null goes on from now.</param>
/// <param name="Turns">Null: whatever runs now, from its beginning.</param>
internal sealed record ResumeCommand(
    string? Type = null,
    [property: JsonConverter(typeof(IdConverter))] string? Cursor = null,
    IReadOnlyList<SeenTurn>? Turns = null
) : ClientCommand(Type);

/// <param name="Index">The first delta wanted.</param>
internal sealed record SeenTurn([property: JsonConverter(typeof(IdConverter))] string? TurnId = null, int? Index = null);

internal sealed record TypingCommand(
    string? Type = null,
    [property: JsonConverter(typeof(IdConverter))] string? ChatId = null,
    bool? IsTyping = null
) : ClientCommand(Type);

internal sealed record ReadCommand(
    string? Type = null,
    [property: JsonConverter(typeof(IdConverter))] string? ChatId = null,
    [property: JsonConverter(typeof(IdConverter))] string? MessageId = null
) : ClientCommand(Type);

/// <param name="Status">online or away.</param>
internal sealed record PresenceCommand(string? Type = null, string? Status = null) : ClientCommand(Type);

internal sealed record PingCommand(string? Type = null) : ClientCommand(Type);

internal static class ClientCommands
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 32, AllowDuplicateProperties = false };

    /// <summary>What a frame says, or what is wrong with it.</summary>
    public static Result<ClientCommand> Read(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes, Strict);
            var root = document.RootElement;
            if (
                root.ValueKind != JsonValueKind.Object
                || !root.TryGetProperty("type", out var type)
                || type.ValueKind != JsonValueKind.String
            )
                return new Invalid("type", "is required");
            ClientCommand? command = type.GetString() switch
            {
                "auth" => root.Deserialize<AuthCommand>(Json.Strict),
                "message" => root.Deserialize<MessageCommand>(Json.Strict),
                "stop" => root.Deserialize<StopCommand>(Json.Strict),
                "resume" => root.Deserialize<ResumeCommand>(Json.Strict),
                "typing" => root.Deserialize<TypingCommand>(Json.Strict),
                "read" => root.Deserialize<ReadCommand>(Json.Strict),
                "presence" => root.Deserialize<PresenceCommand>(Json.Strict),
                "ping" => root.Deserialize<PingCommand>(Json.Strict),
                _ => null,
            };
            return command is null
                ? new Invalid("type", "must be one of auth, message, stop, resume, typing, read, presence, ping")
                : command;
        }
        catch (JsonException e)
        {
            return new Invalid(
                e.Path is { Length: > 2 } path ? path.TrimStart('$', '.') : "frame",
                "is not a frame this socket understands"
            );
        }
        catch (InvalidOperationException)
        {
            // An escape spells half a character.
            return new Invalid("frame", "is not well-formed Unicode");
        }
    }
}
