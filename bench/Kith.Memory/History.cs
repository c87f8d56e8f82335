using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Kith.Memory;

/// <summary>A question and the messages that answer it, by their external ids.</summary>
internal sealed record Question(string Category, string Text, IReadOnlySet<string> Evidence);

/// <summary>What one person said and was told, and what is asked about it.</summary>
/// <param name="Conversations">As <c>POST /api/import/</c> takes them; the external id of a message begins with its session's and a colon.</param>
internal sealed partial record History(JsonArray Conversations, IReadOnlyList<Question> Questions)
{
    /// <summary>The conversations of LoCoMo (Maharana et al., 2024), without the adversarial questions.</summary>
    public static IReadOnlyList<History> ReadLocomo(string file) =>
        [.. JsonNode.Parse(File.ReadAllText(file))!.AsArray().Select(conversation => ReadLocomo(conversation!))];

    /// <summary>The questions of LongMemEval-S (Wu et al., 2024), each with its own history.</summary>
    public static IReadOnlyList<History> ReadLongMemEval(string file) =>
        [.. JsonNode.Parse(File.ReadAllText(file))!.AsArray().Select(question => ReadLongMemEval(question!))];

    /// <summary>What came before the colon.</summary>
    public static string SessionOf(string externalId) => externalId[..externalId.IndexOf(':', StringComparison.Ordinal)];

    private static History ReadLocomo(JsonNode sample)
    {
        var talk = sample["conversation"]!.AsObject();
        var first = (string)talk["speaker_a"]!;
        var conversations = new JsonArray();
        for (var session = 1; talk.ContainsKey($"session_{session}_date_time"); session++)
        {
            if (talk[$"session_{session}"] is not JsonArray { Count: > 0 } turns)
                continue;
            var at = DateTime.ParseExact(
                (string)talk[$"session_{session}_date_time"]!,
                "h:mm tt 'on' d MMMM, yyyy",
                CultureInfo.InvariantCulture
            );
            conversations.Add(
                Conversation(
                    $"D{session}",
                    turns.Select(
                        (turn, i) =>
                            Message(
                                (string)turn!["speaker"]! == first,
                                turn["blip_caption"] is { } caption ? $"{turn["text"]} [{caption}]" : (string)turn["text"]!,
                                at.AddSeconds(i),
                                (string)turn["dia_id"]!,
                                (string)turn["speaker"]!
                            )
                    )
                )
            );
        }

        var known = conversations.SelectMany(c => c!["messages"]!.AsArray()).Select(m => (string)m!["external_id"]!).ToHashSet();
        return new History(
            conversations,
            [
                .. from question in sample["qa"]!.AsArray()
                let category = (int)question["category"]!
                let evidence = question["evidence"]!
                    .AsArray()
                    .SelectMany(ids => ReadEvidence((string)ids!))
                    .Where(known.Contains)
                    .ToHashSet()
                where category != 5 && evidence.Count > 0
                select new Question($"category {category}", (string)question["question"]!, evidence),
            ]
        );
    }

    private static History ReadLongMemEval(JsonNode sample)
    {
        var evidence = new HashSet<string>();
        var conversations = new JsonArray();
        foreach (var (session, turns) in sample["haystack_sessions"]!.AsArray().Index())
        {
            var at = DateTime.ParseExact(
                WeekDay().Replace((string)sample["haystack_dates"]![session]!, ""),
                "yyyy/MM/dd HH:mm",
                CultureInfo.InvariantCulture
            );
            var messages = new List<JsonObject>();
            foreach (var (i, turn) in turns!.AsArray().Index())
            {
                var id = $"S{session}:{i}";
                if (turn!["has_answer"]?.GetValueKind() == JsonValueKind.True)
                    evidence.Add(id);
                if (!string.IsNullOrWhiteSpace((string)turn["content"]!))
                    messages.Add(Message((string)turn["role"]! == "user", (string)turn["content"]!, at.AddSeconds(i), id, name: null));
            }

            if (messages.Count > 0)
                conversations.Add(Conversation($"S{session}", messages));
        }

        return new History(
            conversations,
            evidence.Count > 0 ? [new Question((string)sample["question_type"]!, (string)sample["question"]!, evidence)] : []
        );
    }

    private static JsonObject Conversation(string id, IEnumerable<JsonObject> messages) =>
        new()
        {
            ["title"] = id,
            ["external_id"] = id,
            ["messages"] = new JsonArray([.. messages]),
        };

    private static JsonObject Message(bool isUser, string content, DateTime at, string id, string? name) =>
        new()
        {
            ["role"] = isUser ? "user" : "assistant",
            ["content"] = Control().Replace(content, " "),
            ["created_at"] = DateTime.SpecifyKind(at, DateTimeKind.Utc).ToString("O"),
            ["external_id"] = id,
            ["name"] = name,
        };

    /// <summary>A few are malformed: several in one string, a colon too many, leading zeros.</summary>
    private static IEnumerable<string> ReadEvidence(string text) =>
        EvidenceId().Matches(text).Select(id => $"D{int.Parse(id.Groups["session"].Value)}:{int.Parse(id.Groups["turn"].Value)}");

    [GeneratedRegex(@"D:?(?<session>\d+):(?<turn>\d+)", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex EvidenceId();

    /// <summary>Characters that a chat doesn't take; a few texts have them.</summary>
    [GeneratedRegex(@"[\p{Cc}-[\r\n\t]]", RegexOptions.NonBacktracking)]
    private static partial Regex Control();

    [GeneratedRegex(@" \(\w+\)", RegexOptions.NonBacktracking)]
    private static partial Regex WeekDay();
}
