using System.Collections.Frozen;
using Kith.Engine.Conversations;
using Kith.Engine.Memory.Facts;
using Kith.Engine.Models;
using Kith.Engine.Storage;

namespace Kith.Engine.Memory.Recall;

/// <summary>
/// What no provider may be told that isn't on this machine or its network. Of the facts those that are
/// <see cref="Sensitivities.LocalOnly"/>; of the messages those that such a fact was learned from, what repeats one word by word, as a
/// fork does, the answers to them, and answers that such a fact was recalled for.
/// </summary>
internal sealed class Guard
{
    /// <summary>What stands in the place of such a message.</summary>
    public const string Placeholder = "(This stays on the user's own server.)";

    private readonly FrozenSet<string> _facts;
    private readonly FrozenSet<string> _messages;
    private readonly FrozenSet<string> _texts;

    private Guard(IReadOnlyList<GuardedFact> facts) =>
        (_facts, _messages, _texts) = (
            facts.Select(fact => fact.FactId).ToFrozenSet(StringComparer.Ordinal),
            facts.Select(fact => fact.MessageId).OfType<string>().ToFrozenSet(StringComparer.Ordinal),
            facts.Select(fact => fact.Content).OfType<string>().ToFrozenSet(StringComparer.Ordinal)
        );

    /// <summary>Where nothing is kept back.</summary>
    private static Guard None { get; } = new([]);

    /// <summary>What is kept back of a person's: at most one statement, of which most people have no rows.</summary>
    /// <param name="reach">Of who may be asked.</param>
    public static async Task<Guard> ReadAsync(ReadSession session, ModelReach reach, string principalId) =>
        !reach.IsLocal && await RecallStore.ListLocalOnlyAsync(session, principalId) is { Count: > 0 } facts ? new Guard(facts) : None;

    /// <summary>True where there is nothing to keep back at all.</summary>
    public bool HidesNothing => _facts.Count == 0;

    public bool Hides(Fact fact) => HidesFact(fact.Id);

    public bool HidesFact(string id) => _facts.Contains(id);

    /// <summary>Whether it repeats a message word by word that is kept back.</summary>
    public bool HidesText(string text) => _texts.Contains(text);

    /// <summary>Those of these messages that are kept back: at most one statement.</summary>
    public async Task<IReadOnlySet<string>> FindHiddenAsync(ReadSession session, IReadOnlyCollection<Message> messages)
    {
        if (_facts.Count == 0)
            return FrozenSet<string>.Empty;
        var hidden = messages.Where(Hides).Select(message => message.Id).ToHashSet(StringComparer.Ordinal);
        var answers = messages.Where(message => message.Role == Roles.Assistant).Select(message => message.Id).ToList();
        if (answers.Count > 0)
        {
            foreach (var (answer, items) in await ReceiptStore.ListOfAnswersAsync(session, answers))
                if (items.Any(item => _facts.Contains(item.Id)))
                    hidden.Add(answer);
        }

        // What a fork copied: the answer stands below a message that says the same.
        hidden.UnionWith(
            messages
                .Where(message => message is { Role: Roles.Assistant, ParentId: { } parent } && hidden.Contains(parent))
                .Select(message => message.Id)
                .ToList()
        );
        return hidden;
    }

    /// <summary>
    /// As above, with the answers that were given other people's words to read: nothing is to be learned from those, nor are they summed up.
    /// </summary>
    public async Task<IReadOnlySet<string>> FindUntaughtAsync(ReadSession session, IReadOnlyCollection<Message> messages) =>
        (await FindHiddenAsync(session, messages))
            .Concat(messages.Where(message => message.Quoted > 0).Select(message => message.Id))
            .ToHashSet(StringComparer.Ordinal);

    /// <summary>Of the summaries those that cover something that is kept back: at most one statement.</summary>
    public async Task<IReadOnlySet<string>> FindHiddenAsync(ReadSession session, IReadOnlyCollection<OwnSummary> summaries) =>
        _texts.Count == 0 || summaries.Count == 0
            ? FrozenSet<string>.Empty
            : (await RecallStore.ListSayingAsync(session, summaries, _texts)).ToHashSet(StringComparer.Ordinal);

    /// <summary>Whether the summary of the conversation's active branch covers something that is kept back: at most two statements.</summary>
    public async Task<bool> HidesSummaryAsync(ReadSession session, Conversation conversation)
    {
        if (_texts.Count == 0)
            return false;
        var summaries = await RecallStore.ListSummariesAsync(session, conversation.OwnerId, [conversation.Id]);
        return (await FindHiddenAsync(session, summaries)).Count > 0;
    }

    private bool Hides(Message message) =>
        _messages.Contains(message.Id)
        || _texts.Contains(message.Content)
        || (message is { Role: Roles.Assistant, ParentId: { } parent } && _messages.Contains(parent));
}

/// <summary>A fact that is kept back, with a message that it was learned from; null when there is none.</summary>
internal sealed record GuardedFact(string FactId, string? MessageId, string? Content);
