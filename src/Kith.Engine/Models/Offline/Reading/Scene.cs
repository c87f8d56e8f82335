using System.Runtime.InteropServices;
using System.Text;
using Kith.Engine.Models.Offline.Caring;
using Microsoft.Extensions.AI;

namespace Kith.Engine.Models.Offline.Reading;

/// <summary>An earlier message of the person.</summary>
internal sealed class Earlier(Utterance said, DateTimeOffset? at)
{
    private List<Note>? _notes;

    public Utterance Said => said;

    public DateTimeOffset? At => at;

    public List<Note> Notes => _notes ??= Notebook.Read(said);
}

/// <summary>Everything the friend knows when it answers: the composed context, read once. Immutable but for what it remembers of its own reading.</summary>
internal sealed class Scene
{
    private const int MostMessages = 80,
        LongestReply = 1_200;

    private readonly List<string> _replies = [];
    private readonly ulong _seed = 14695981039346656037;
    private readonly int _otherAnswers;

    public Scene(IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        var all = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        var system = all.Where(static m => m.Role == ChatRole.System).Select(static m => m.Text);
        Blocks = new ContextBlocks(string.IsNullOrWhiteSpace(options?.Instructions) ? system : system.Prepend(options.Instructions));
        Persona = Persona.From(WithoutCareRule(Blocks.Persona));
        MaxTokens = options?.MaxOutputTokens;
        _otherAnswers = options?.AdditionalProperties?.TryGetValue(ModelAnswer.OtherAnswers, out int others) == true ? others : 0;

        var talk = all.Where(static m => m.Role == ChatRole.User || m.Role == ChatRole.Assistant).TakeLast(MostMessages).ToList();
        var last = talk is [.., var end] && end.Role == ChatRole.User ? end : null;
        Said = new Utterance(last?.Text);
        HasPicture = last?.Contents.Any(static c => c is DataContent or UriContent) == true;
        foreach (var message in talk)
        {
            var text = message.Text;
            _seed = Hash(_seed, text.AsSpan(0, Math.Min(text.Length, LongestReply)));
            if (message.Role == ChatRole.Assistant)
            {
                _replies.Add(text.Length > LongestReply ? text[..LongestReply] : text);
            }
            else if (!ReferenceEquals(message, last))
            {
                Before.Add(new Earlier(new Utterance(text), message.CreatedAt));
            }
        }
        JustSaid = talk.Count > 1 && talk[^2].Role == ChatRole.Assistant ? _replies[^1] : "";
        NamedNow = NameReader.Find(Said, WasAskedForName(JustSaid));
        var before = NameBefore();
        NamedBefore = before is not null;
        Name = NamedNow ?? before;
    }

    public ContextBlocks Blocks { get; }

    public Persona Persona { get; }

    public int? MaxTokens { get; }

    /// <summary>The new message.</summary>
    public Utterance Said { get; }

    public bool HasPicture { get; }

    /// <summary>The person's earlier messages, oldest first.</summary>
    public List<Earlier> Before { get; } = [];

    /// <summary>The friend's own last reply, the one the new message answers; empty at the start.</summary>
    public string JustSaid { get; }

    public IReadOnlyList<string> Replies => _replies;

    /// <summary>The person's name: from this chat, else from the profile.</summary>
    public string? Name { get; }

    /// <summary>The name given in the new message.</summary>
    public string? NamedNow { get; }

    /// <summary>True when a name was known before the new message.</summary>
    public bool NamedBefore { get; }

    /// <summary>What the friend calls itself.</summary>
    public string Me => Persona.Name ?? "your offline friend";

    /// <summary>The same for the same conversation, different for the next turn or another answer: what stands in for chance.</summary>
    public ulong Seed => _otherAnswers == 0 ? _seed : Hash(_seed, $"{_otherAnswers}");

    /// <summary>
    /// A line not yet used in this conversation, with its slots filled; null when none is left. Another answer to the same message takes the
    /// next one. Slots: <c>{,name}</c>
    /// (", Ana" or nothing), <c>{name}</c>, <c>{me}</c>, <c>{hello}</c> (by the time of day), and those given. A line with a slot
    /// nothing fills is passed over; <c>{X}</c> is <c>{x}</c> with a capital.
    /// </summary>
    public string? Pick(IReadOnlyList<string> lines, params ReadOnlySpan<(string Slot, string? Value)> slots)
    {
        var start = lines.Count == 0 ? 0 : (int)(Hash(_seed, lines[0]) % (ulong)lines.Count);
        List<string> others = [];
        for (var i = 0; i < lines.Count; i++)
        {
            var line = lines[(start + i) % lines.Count];
            if (WasUsed(line) || Fill(line, slots) is not { } text)
            {
                continue;
            }
            if (others.Count == _otherAnswers)
            {
                return text;
            }
            others.Add(text);
        }
        return others.Count == 0 ? null : others[_otherAnswers % others.Count];
    }

    /// <summary>As <see cref="Pick"/>, but when every line was used, the one used longest ago.</summary>
    public string PickAnyway(IReadOnlyList<string> lines, params ReadOnlySpan<(string Slot, string? Value)> slots) =>
        Pick(lines, slots)
        ?? Fill(lines.Select((line, i) => (line, LastUse(line), i)).OrderBy(static u => (u.Item2, u.i)).First().line, slots)!;

    /// <summary>True when the friend has already said <paramref name="line"/>, whatever filled its slots.</summary>
    public bool WasUsed(string line) => LastUse(line) >= 0;

    /// <summary>True when the friend's last reply came from <paramref name="line"/>.</summary>
    public bool JustUsed(string line) => JustSaid.Contains(Core(line), StringComparison.Ordinal);

    /// <summary>True when the friend has used one of <paramref name="lines"/> of <paramref name="what"/>.</summary>
    public bool HasSaid(IEnumerable<string> lines, string what) =>
        lines.Any(line =>
            _replies.Exists(reply =>
                reply.Contains(Core(line), StringComparison.Ordinal) && reply.Contains(what, StringComparison.OrdinalIgnoreCase)
            )
        );

    private int LastUse(string line)
    {
        var core = Core(line);
        return _replies.FindLastIndex(reply => reply.Contains(core, StringComparison.Ordinal));
    }

    /// <summary>The longest part of a line without slots.</summary>
    private static string Core(string line)
    {
        var best = "";
        foreach (var part in line.Split('{', '}').Where(static (_, i) => i % 2 == 0))
        {
            best = part.Length > best.Length ? part : best;
        }
        return best;
    }

    private string? Fill(string line, ReadOnlySpan<(string Slot, string? Value)> slots)
    {
        var text = new StringBuilder();
        var parts = line.Split('{', '}');
        for (var i = 0; i < parts.Length; i++)
        {
            var value = i % 2 == 0 ? parts[i] : Value(parts[i], slots);
            if (value is null)
            {
                return null;
            }
            text.Append(value);
        }
        return Phrasing.Capital(text.ToString());
    }

    private string? Value(string slot, ReadOnlySpan<(string Slot, string? Value)> slots)
    {
        foreach (var (name, value) in slots)
        {
            if (string.Equals(name, slot, StringComparison.OrdinalIgnoreCase))
            {
                return value is { Length: > 0 } && char.IsUpper(slot[0]) ? Phrasing.Capital(value) : value;
            }
        }
        return slot switch
        {
            ",name" => Name is null ? "" : $", {Name}",
            "name" => Name,
            "me" => Me,
            "hello" => Hello,
            _ => null,
        };
    }

    public string Hello =>
        Blocks.Now?.Hour switch
        {
            null => "Hello",
            < 5 => "Hello, night owl",
            < 12 => "Good morning",
            < 17 => "Good afternoon",
            < 22 => "Good evening",
            _ => "Good evening, late as it is",
        };

    /// <summary>The rule about danger follows the persona, and its "warmly" says nothing about the persona's tone.</summary>
    private static string WithoutCareRule(string text) =>
        text.IndexOf(Care.RuleOpening, StringComparison.Ordinal) is >= 0 and var rule ? text[..rule] : text;

    private string? NameBefore()
    {
        for (var i = Before.Count - 1; i >= 0; i--)
        {
            if (NameReader.Find(Before[i].Said, asked: false) is { } named)
            {
                return named;
            }
        }
        // Friends say the first name, whatever the account is called.
        return Blocks.FindProfile("name") is { Length: <= 64 } name ? name.Split(' ')[0] : null;
    }

    private static bool WasAskedForName(string reply) =>
        reply.EndsWith("call you?", StringComparison.Ordinal) || reply.EndsWith("your name?", StringComparison.Ordinal);

    private static ulong Hash(ulong seed, ReadOnlySpan<char> text)
    {
        // FNV-1a: the same on every machine and in every process, which string.GetHashCode is not.
        foreach (var b in MemoryMarshal.AsBytes(text))
        {
            seed = (seed ^ b) * 1099511628211;
        }
        return seed * 31;
    }
}
