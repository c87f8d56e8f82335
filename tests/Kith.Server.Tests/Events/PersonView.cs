using System.Text.Json.Nodes;

namespace Kith.Server.Tests.Events;

/// <summary>
/// What a device knows of a person: their chats, the active branch of each, what is remembered of them, and their people. Made from a snapshot, kept up by frames with the few
/// rules the documentation gives: upsert by id, remove by id.
/// </summary>
public sealed class PersonView
{
    private readonly Dictionary<string, JsonNode> _chats = new(StringComparer.Ordinal);
    private readonly Dictionary<string, JsonNode> _messages = new(StringComparer.Ordinal);

    private readonly Dictionary<string, JsonNode> _memory = new(StringComparer.Ordinal);
    private PeopleView _people = new();

    /// <summary>All chats, all messages of each, all facts and moods, all of people.</summary>
    public static async Task<PersonView> ReadAsync(Person person)
    {
        var view = new PersonView();
        foreach (var chat in await ReadListAsync(person, "/api/ai/chats/"))
        {
            view._chats[IdOf(chat)] = chat;
            var messages = await ReadListAsync(person, $"/api/ai/chats/{IdOf(chat)}/messages/");
            foreach (var message in messages)
                view._messages[IdOf(message)] = message;
            Assert.Equal(messages.Select(IdOf), view.PathOf(IdOf(chat)).Select(IdOf));
        }

        foreach (var list in new[] { "/api/memory/facts/?include_superseded=true&", "/api/memory/moods/?" })
        foreach (var one in await ReadListAsync(person, list))
            view._memory[IdOf(one)] = one;
        view._people = await PeopleView.ReadAsync(person);
        return view;
    }

    public PersonView Copy()
    {
        var copy = new PersonView { _people = _people.Copy() };
        foreach (var (id, chat) in _chats)
            copy._chats[id] = chat;
        foreach (var (id, message) in _messages)
            copy._messages[id] = message;
        foreach (var (id, one) in _memory)
            copy._memory[id] = one;
        return copy;
    }

    /// <param name="person">Who loads what came in bulk.</param>
    public async Task<PersonView> ApplyAsync(IEnumerable<JsonNode> frames, Person person)
    {
        foreach (var frame in frames)
        {
            if (await _people.ApplyAsync(frame, person))
                continue;
            Apply(frame);
            if (frame["load_messages"]?.GetValue<bool>() == true)
                await LoadAsync(person, frame["chat_id"]!.GetValue<string>());
        }

        return this;
    }

    private async Task LoadAsync(Person person, string chatId)
    {
        RemoveMessages(chatId);
        foreach (var message in await ReadListAsync(person, $"/api/ai/chats/{chatId}/messages/"))
            Put(message);
    }

    private void Apply(JsonNode frame)
    {
        switch (KithSocket.TypeOf(frame))
        {
            case "message" or "done":
                Put(frame["message"]!);
                break;
            case "resync":
                Assert.Fail("The log was cut.");
                break;
            case "event":
                ApplyEvent(frame);
                break;
        }
    }

    /// <summary>Every chat with its messages from the first to the last, as text to compare.</summary>
    public override string ToString() =>
        string.Join(
            '\n',
            _chats
                .OrderBy(pair => pair.Key, StringComparer.Ordinal)
                .SelectMany(pair => PathOf(pair.Key).Prepend(pair.Value))
                .Concat(_memory.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Value))
                .Select(node => node.ToJsonString())
                .Concat(_people.ToLines())
                .Append($"{_chats.Count} chats, {_messages.Count} messages, {_memory.Count} memories")
        );

    private void ApplyEvent(JsonNode frame)
    {
        if (frame["kind"]!.GetValue<string>() == "memory.changed")
        {
            ApplyMemory(frame);
            return;
        }

        var chatId = frame["chat_id"]!.GetValue<string>();
        switch (frame["kind"]!.GetValue<string>())
        {
            case "chat.created" or "chat.updated":
                _chats[chatId] = frame["chat"]!;
                break;
            case "chat.deleted":
                _chats.Remove(chatId);
                RemoveMessages(chatId);
                break;
            case "message.updated" or "reaction.changed" or "turn.started":
                Put(frame["message"]!);
                break;
            case "message.deleted":
                _messages.Remove(frame["message_id"]!.GetValue<string>());
                break;
            case var kind:
                Assert.Fail($"Nobody knows {kind}.");
                break;
        }
    }

    private void ApplyMemory(JsonNode frame)
    {
        var id = IdOf(frame);
        if ((frame["fact"] ?? frame["mood"]) is { } one)
            _memory[id] = one;
        else if (id.Length > 0)
            _memory.Remove(id);
        else
            _memory.Clear();
    }

    private void RemoveMessages(string chatId)
    {
        foreach (var (id, message) in _messages)
            if (ChatOf(message) == chatId)
                _messages.Remove(id);
    }

    private void Put(JsonNode message) => _messages[IdOf(message)] = message;

    /// <summary>From the message without a parent here to the last: each has one that follows it at most.</summary>
    private List<JsonNode> PathOf(string chatId)
    {
        var ofChat = _messages.Values.Where(message => ChatOf(message) == chatId).ToList();
        var next = ofChat.ToDictionary(message => message["parent"]?.GetValue<string>() ?? "", StringComparer.Ordinal);
        var path = new List<JsonNode>();
        for (var id = ""; next.TryGetValue(id, out var message); id = IdOf(message))
            path.Add(message);
        Assert.Equal(ofChat.Count, path.Count);
        return path;
    }

    internal static async Task<List<JsonNode>> ReadListAsync(Person person, string path)
    {
        var all = new List<JsonNode>();
        for (string? cursor = ""; cursor is not null; )
        {
            var page = (await person.GetAsync($"{path}{(path.EndsWith('/') ? "?" : "")}limit=200&cursor={cursor}")).Expect(200);
            all.AddRange(page["results"]!.AsArray().Select(node => node!));
            cursor = page["next_cursor"]?.GetValue<string>();
        }

        return all;
    }

    private static string IdOf(JsonNode node) => node["id"]!.GetValue<string>();

    private static string ChatOf(JsonNode message) => message["chat"]!.GetValue<string>();
}
