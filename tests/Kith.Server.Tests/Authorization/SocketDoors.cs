using System.Net.WebSockets;
using System.Text;
using Kith.Server.Hosting;
using Kith.Server.Surfaces.Realtime;

namespace Kith.Server.Tests.Authorization;

/// <summary>Every command of every socket: the commands are those the server knows.</summary>
internal static class SocketDoors
{
    private static readonly Dictionary<string, Func<Things, object>> s_frames = new(StringComparer.Ordinal)
    {
        ["auth"] = _ => new { type = "auth", guest = true },
        ["message"] = things => new
        {
            type = "message",
            chat_id = things.Chat,
            content = "Hello",
        },
        ["stop"] = things => new { type = "stop", turn_id = things.Turn },
        ["resume"] = things => new { type = "resume", turns = new[] { new { turn_id = things.Turn, index = 0 } } },
        ["typing"] = things => new
        {
            type = "typing",
            chat_id = things.Chat,
            is_typing = true,
        },
        ["read"] = things => new
        {
            type = "read",
            chat_id = things.Chat,
            message_id = things.Message,
        },
        ["presence"] = _ => new { type = "presence", status = "away" },
        ["ping"] = _ => new { type = "ping" },
    };

    /// <summary>The commands that name a chat between people as well, on the socket of everything.</summary>
    private static readonly Dictionary<string, Func<Things, object>> s_ofPeople = new(StringComparer.Ordinal)
    {
        ["message"] = things => new
        {
            type = "message",
            chat_id = things.PeopleChat,
            content = "Hello",
            reply_to = things.PeopleMessage,
        },
        ["typing"] = things => new
        {
            type = "typing",
            chat_id = things.PeopleChat,
            is_typing = true,
        },
        ["read"] = things => new
        {
            type = "read",
            chat_id = things.PeopleChat,
            message_id = things.PeopleMessage,
        },
    };

    public static IEnumerable<Door> Of(IReadOnlyList<string> addresses) =>
        OfChats(addresses)
            .Concat(
                s_ofPeople.Select(pair => new SocketDoor("/ws/chat", pair.Key, pair.Value, Kinds.People, $"/ws/chat {pair.Key} (people)"))
            );

    private static IEnumerable<SocketDoor> OfChats(IReadOnlyList<string> addresses) =>
        from address in addresses
        from type in typeof(ClientCommand).Assembly.GetTypes()
        where type.IsSubclassOf(typeof(ClientCommand))
        orderby type.Name
        let command = type.Name.Replace("Command", "", StringComparison.Ordinal).ToLowerInvariant()
        select new SocketDoor(
            address,
            command,
            s_frames.GetValueOrDefault(command)
                ?? throw new InvalidOperationException($"Say in {nameof(SocketDoors)} what a good {command} frame is."),
            Kinds.Chat,
            $"{address} {command}"
        );

    private sealed record SocketDoor(string Address, string Command, Func<Things, object> FrameOf, Kinds Takes, string Name)
        : Door(Name, Takes, Changes: true)
    {
        public override async Task<Outcome> TryAsync(ChatApp app, Actor actor)
        {
            var path = Address.Replace("{id}", actor.Things.Chat, StringComparison.Ordinal);
            try
            {
                using var socket = await KithSocket.ConnectAsync(app, path, actor.Credentials);
                return await TalkAsync(socket, actor);
            }
            catch (WebSocketException)
            {
                return new Outcome($"{await KithSocket.RefusalAsync(app, path, actor.Credentials)}", "", "");
            }
        }

        /// <summary>
        /// Who isn't signed in by the request says it before signing in with nothing: a cookie that is over is as none. A ping tells when it
        /// was dealt with.
        /// </summary>
        private async Task<Outcome> TalkAsync(KithSocket socket, Actor actor)
        {
            await socket.SendAsync(FrameOf(actor.Things));
            await socket.SendAsync(
                actor.Credentials is not [("Authorization", _)] && Command != "auth" ? new { type = "auth" } : new { type = "ping" }
            );
            var (cell, refusal, said) = ("ok", "", new StringBuilder());
            while (await socket.ReadAsync() is { } frame)
            {
                said.Append(frame.ToJsonString());
                if (KithSocket.TypeOf(frame) == "error")
                {
                    cell = $"{ErrorCodes.StatusOf(frame["code"]!.GetValue<string>())}";
                    refusal += actor.Things.Neutral(frame.ToJsonString());
                }
                else if (KithSocket.TypeOf(frame) == "pong")
                {
                    return new Outcome(cell, refusal, said.ToString());
                }
            }

            return new Outcome($"{socket.CloseCode}", refusal, said.ToString());
        }
    }
}
