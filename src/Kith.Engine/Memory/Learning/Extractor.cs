using Kith.Engine.Conversations;
using Kith.Engine.Memory.Facts;
using Kith.Engine.Memory.Learning.Rules;
using Kith.Engine.Models;
using Microsoft.Extensions.Logging;

namespace Kith.Engine.Memory.Learning;

/// <summary>What was read in some messages.</summary>
/// <param name="Messages">By the message's id: what it says, and who read it.</param>
/// <param name="Title">What a model would call the conversation; null when it wasn't asked, or didn't say.</param>
internal sealed record Extracted(IReadOnlyDictionary<string, (Learned Learned, string Origin)> Messages, string? Title)
{
    /// <summary>The ids of those that say something.</summary>
    public IEnumerable<string> Telling => Messages.Where(message => !message.Value.Learned.IsNothing).Select(message => message.Key);
}

/// <summary>Reads what messages say about the person: by a model where there is one and it may see them, else by rules.</summary>
internal sealed partial class Extractor(BackgroundModel model, TimeProvider clock, ILogger<Extractor> log)
{
    /// <summary>Of a longer message the model is shown the beginning.</summary>
    private const int LongestShown = 2_000;

    private const int LongestBefore = 300;

    /// <summary>A model that can't do it can't do it at each turn: it is said once in this time.</summary>
    private static readonly TimeSpan BetweenComplaints = TimeSpan.FromMinutes(10);

    private readonly Lock _complaining = new();
    private long? _complainedAt;

    /// <summary>False when there are only rules.</summary>
    public bool AsksModel => model.IsThere;

    /// <exception cref="ProviderUnavailableException">The model can't be asked now.</exception>
    public async Task<Extracted> ReadAsync(Lesson lesson, bool byModel, CancellationToken cancellationToken)
    {
        var shown = byModel && AsksModel ? Show(lesson) : [];
        var answer = shown.Count == 0 ? null : await AskAsync(lesson, shown, cancellationToken);
        return new Extracted(
            lesson.Messages.ToDictionary(
                message => message.Id,
                message =>
                    answer?.Messages.TryGetValue(message.Id, out var learned) == true
                        ? (learned, FactOrigins.Model)
                        : (RuleReader.Read(message.Content, lesson.Profile.LocalTimeOf(message.CreatedAt)), FactOrigins.Rules),
                StringComparer.Ordinal
            ),
            answer?.Title
        );
    }

    /// <summary>Null when it answered with something else, or a setting is wrong.</summary>
    private async Task<ModelReading?> AskAsync(Lesson lesson, IReadOnlyList<ShownMessage> messages, CancellationToken cancellationToken)
    {
        var data = ExtractionPrompt.Data(messages, wantsTitle: lesson.FirstTitle is not null);
        try
        {
            var answer = await model.AskAsync(ExtractionPrompt.Instructions, data, ExtractionPrompt.Format, cancellationToken);
            var read = ExtractionAnswer.Read(answer, messages);
            if (read is null && MayComplain())
                LogUnreadable(log, lesson.Conversation.Id);
            return read;
        }
        catch (ProviderRejectedException e)
        {
            if (MayComplain())
                LogRejected(log, e.Provider, e.Status);
            return null;
        }
    }

    private bool MayComplain()
    {
        lock (_complaining)
        {
            if (_complainedAt is { } last && clock.GetElapsedTime(last) < BetweenComplaints)
                return false;
            _complainedAt = clock.GetTimestamp();
            return true;
        }
    }

    /// <summary>What there is of own words that a provider may be shown.</summary>
    private static List<ShownMessage> Show(Lesson lesson) =>
        [
            .. lesson
                .Messages.Where(message => !lesson.Hidden.Contains(message.Id))
                .Select(message => Show(lesson, message))
                .Where(message => message.Said.Length > 0),
        ];

    private static ShownMessage Show(Lesson lesson, Message message)
    {
        var before = lesson.Before.FirstOrDefault(other => other.Id == message.ParentId && !lesson.Hidden.Contains(other.Id));
        return new ShownMessage(
            message.Id,
            lesson.Profile.LocalTimeOf(message.CreatedAt),
            TextRules.Cut(OwnWords.Of(message.Content), LongestShown),
            before is { Content: not "" } ? TextRules.Cut(before.Content, LongestBefore) : null
        );
    }

    [LoggerMessage(LogLevel.Warning, "What the model noted of chat {ConversationId} can't be read; it is left to the rules")]
    private static partial void LogUnreadable(ILogger logger, string conversationId);

    [LoggerMessage(LogLevel.Warning, "The model refuses to be asked what to learn, it is left to the rules: {Provider} answers {Status}")]
    private static partial void LogRejected(ILogger logger, string provider, int status);
}
