using System.Text.Json.Nodes;

namespace Kith.Server.Tests.Events;

/// <summary>
/// What a device knows of the people of a person: connections, chats with them, who is in each, and what was said there. Made from a snapshot and
/// kept up by frames, as <see cref="PersonView"/>, whose part it is. A further kind of event is a further case of <see cref="ApplyEvent"/>;
/// a further thing to keep, a further list in <see cref="ReadAsync"/>.
/// </summary>
public sealed class PeopleView
{
    private readonly SortedDictionary<string, JsonNode> _connections = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, JsonNode> _chats = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, SortedDictionary<string, JsonNode>> _members = new(StringComparer.Ordinal);
    private readonly SortedDictionary<(string Chat, long Seq), JsonNode> _messages = [];
    private readonly SortedDictionary<(string Chat, string Id), JsonNode> _uses = [];

    public static async Task<PeopleView> ReadAsync(Person person)
    {
        var view = new PeopleView();
        foreach (var connection in await PersonView.ReadListAsync(person, "/api/connections/"))
            view._connections[IdOf(connection)] = connection;
        foreach (var chat in await PersonView.ReadListAsync(person, "/api/people-chats/"))
        {
            view._chats[IdOf(chat)] = chat;
            view.PutMembers(IdOf(chat), await PersonView.ReadListAsync(person, $"/api/people-chats/{IdOf(chat)}/members/"));
            await view.LoadAsync(person, IdOf(chat));
            foreach (var use in await PersonView.ReadListAsync(person, $"/api/people-chats/{IdOf(chat)}/context-uses/"))
                view._uses[(IdOf(chat), IdOf(use))] = use;
        }

        return view;
    }

    public PeopleView Copy()
    {
        var copy = new PeopleView();
        foreach (var (id, connection) in _connections)
            copy._connections[id] = connection;
        foreach (var (id, chat) in _chats)
            copy._chats[id] = chat;
        foreach (var (id, members) in _members)
            copy.PutMembers(id, members.Values);
        foreach (var (place, message) in _messages)
            copy._messages[place] = message;
        foreach (var (place, use) in _uses)
            copy._uses[place] = use;
        return copy;
    }

    /// <summary>Whether the frame is for people alone.</summary>
    public async Task<bool> ApplyAsync(JsonNode frame, Person person)
    {
        if (KithSocket.TypeOf(frame) is "message" or "done")
            return frame["message"]!["seq"] is not null && Put(frame["message"]!);
        if (KithSocket.TypeOf(frame) != "event" || !ApplyEvent(frame, frame["kind"]!.GetValue<string>()))
            return false;
        if (frame["load_messages"]?.GetValue<bool>() == true)
            await LoadAsync(person, frame["chat_id"]!.GetValue<string>());
        return true;
    }

    /// <summary>All of it, as lines to compare.</summary>
    public IEnumerable<string> ToLines() =>
        _connections
            .Values.Concat(_chats.Values)
            .Select(node => node.ToJsonString())
            .Concat(_members.Select(chat => $"{chat.Key}: {string.Join(", ", chat.Value.Values.Select(member => member.ToJsonString()))}"))
            .Concat(_messages.Values.Concat(_uses.Values).Select(node => node.ToJsonString()));

    private bool ApplyEvent(JsonNode frame, string kind)
    {
        var chatId = frame["chat_id"]?.GetValue<string>() ?? "";
        switch (kind)
        {
            case "connection.changed":
                if (frame["connection"] is { } connection)
                    _connections[IdOf(connection)] = connection;
                else
                    _connections.Remove(frame["connection_id"]!.GetValue<string>());
                return true;
            case "chat.created" or "chat.updated" when frame["chat"]!["kind"] is not null:
                _chats[chatId] = frame["chat"]!;
                if (frame["members"] is { } members)
                    PutMembers(chatId, members.AsArray().Select(member => member!));
                return true;
            case "chat.deleted":
                _members.Remove(chatId);
                RemoveMessages(chatId);
                foreach (var use in _uses.Keys.Where(use => use.Chat == chatId).ToList())
                    _uses.Remove(use);
                return _chats.Remove(chatId);
            case "message.updated" or "turn.started" or "reaction.changed" when frame["message"]!["seq"] is not null:
                return Put(frame["message"]!);
            case "message.deleted":
                var place = _messages.FirstOrDefault(one => IdOf(one.Value) == frame["message_id"]!.GetValue<string>()).Key;
                return _messages.Remove(place);
            case "context.used":
                _uses[(chatId, IdOf(frame["use"]!))] = frame["use"]!;
                return true;
            case "read.changed":
                PutReader(chatId, frame);
                return true;
            default:
                return false;
        }
    }

    private async Task LoadAsync(Person person, string chatId)
    {
        RemoveMessages(chatId);
        foreach (var message in await PersonView.ReadListAsync(person, $"/api/people-chats/{chatId}/messages/"))
            Put(message);
    }

    private void RemoveMessages(string chatId)
    {
        foreach (var place in _messages.Keys.Where(place => place.Chat == chatId).ToList())
            _messages.Remove(place);
    }

    private bool Put(JsonNode message)
    {
        _messages[(message["chat"]!.GetValue<string>(), message["seq"]!.GetValue<long>())] = message;
        return true;
    }

    private void PutMembers(string chatId, IEnumerable<JsonNode> members) =>
        _members[chatId] = new SortedDictionary<string, JsonNode>(
            members.ToDictionary(UserOf, StringComparer.Ordinal),
            StringComparer.Ordinal
        );

    /// <summary>Of who isn't in it by now there is nothing to keep.</summary>
    private void PutReader(string chatId, JsonNode frame)
    {
        if (!_members.TryGetValue(chatId, out var members) || !members.TryGetValue(frame["user_id"]!.GetValue<string>(), out var member))
            return;
        var reader = member.DeepClone();
        (reader["read_seq"], reader["delivered_seq"]) = (frame["read_seq"]!.DeepClone(), frame["delivered_seq"]!.DeepClone());
        members[UserOf(reader)] = reader;
    }

    private static string UserOf(JsonNode member) => IdOf(member["user"]!);

    private static string IdOf(JsonNode node) => node["id"]!.GetValue<string>();
}
