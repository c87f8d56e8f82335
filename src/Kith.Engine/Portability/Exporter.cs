using System.Runtime.CompilerServices;
using Kith.Engine.Agents;
using Kith.Engine.Conversations;
using Kith.Engine.Memory;
using Kith.Engine.Memory.Facts;
using Kith.Engine.Storage;
using Kith.Engine.Users;

namespace Kith.Engine.Portability;

/// <summary>Writes out everything that is somebody's own, while it is read.</summary>
public sealed class Exporter(Database database, ConversationExports conversations, PeopleChatExports people, AgentCatalog agents)
{
    private const int Page = 200;

    /// <summary>
    /// In Kith's own form, which can be imported: first what is known of the person, then the conversations it names, so that who reads it
    /// knows when a message comes what it is needed for. What others said too stands at the end, to be read only.
    /// </summary>
    public async Task WriteAsync(Caller caller, Stream output, CancellationToken cancellationToken)
    {
        using var writer = new ExportWriter(output);
        writer.BeginObject();
        writer.Put("exported_at", ExportWriter.Time(database.Clock.NowMs()));
        var origins = await database.ReadAsync(session => PortabilityStore.ListAsync(session, caller.PrincipalId), cancellationToken);
        await WriteAgentsAsync(writer, caller, origins, cancellationToken);
        await WriteMemoryAsync(writer, caller, origins, cancellationToken);
        writer.BeginArray("conversations");
        await foreach (var conversation in conversations.ListAsync(caller, cancellationToken))
            await WriteAsync(writer, conversation, cancellationToken);
        writer.EndArray();
        await people.WriteAsync(writer, caller, cancellationToken);
        writer.EndObject();
        await writer.SendAsync(cancellationToken);
    }

    /// <summary>As a Chatify database: conversations as sessions, and agents as templates.</summary>
    public async Task WriteChatifyAsync(Caller caller, Stream output, CancellationToken cancellationToken)
    {
        using var writer = new ExportWriter(output);
        var slugs = new Dictionary<string, string>(StringComparer.Ordinal);
        writer.BeginObject();
        writer.BeginObject("templates");
        await foreach (var agent in ListAgentsAsync(caller, cancellationToken))
        {
            slugs[agent.Id] = agent.Slug;
            writer.BeginObject(agent.Slug);
            writer.Put("name", agent.Name);
            writer.Put("personalityPrompt", agent.Prompt);
            writer.Put("model", agent.Model);
            writer.EndObject();
        }

        writer.EndObject();
        writer.BeginObject("userSessions");
        await foreach (var export in conversations.ListAsync(caller, cancellationToken))
        {
            var chat = export.Conversation;
            writer.BeginObject(chat.Id);
            writer.Put("session_id", export.ExternalId ?? chat.Id);
            writer.Put("user_id", chat.Label ?? caller.UserId);
            writer.Put("template_id", chat.AgentId is { } agentId ? slugs.GetValueOrDefault(agentId) : null);
            writer.Put("system_prompt", chat.Prompt);
            writer.Put("status", chat.Status);
            writer.Put("created_at", ExportWriter.Time(chat.CreatedAt));
            writer.Put("last_activity", ExportWriter.Time(chat.LastActivity));
            writer.Put("message_count", chat.UserMessageCount);
            writer.BeginArray("conversation_history");
            await foreach (var (message, _, _, _) in conversations.ListMessagesAsync(chat, cancellationToken))
            {
                if (message.OnPath == 0)
                    break;
                writer.Add(
                    new
                    {
                        message.Role,
                        message.Content,
                        Timestamp = ExportWriter.Time(message.CreatedAt),
                    }
                );
                await writer.BreatheAsync(cancellationToken);
            }

            writer.EndArray();
            writer.EndObject();
        }

        writer.EndObject();
        writer.EndObject();
        await writer.SendAsync(cancellationToken);
    }

    private async Task WriteAsync(ExportWriter writer, ConversationExport export, CancellationToken cancellationToken)
    {
        var chat = export.Conversation;
        writer.BeginObject();
        writer.Put("id", chat.Id);
        writer.Put("external_id", export.ExternalId);
        writer.Put("title", chat.Title);
        writer.Put("agent", chat.AgentId);
        writer.Put("system_prompt", chat.Prompt);
        writer.Put("related_chat", chat.RelatedChatId);
        writer.Put("status", chat.Status);
        writer.Put("archived", chat.Archived == 1);
        writer.Put("pinned", chat.Pinned == 1);
        writer.Put("memory_enabled", chat.MemoryEnabled == 1);
        writer.Put("created_at", ExportWriter.Time(chat.CreatedAt));
        writer.Put("summary", export.Summary is { } summary ? new { summary.Text, ThroughMessage = summary.Through } : null);
        writer.BeginArray("messages");
        var isBranch = false;
        await foreach (var (message, parent, externalId, name) in conversations.ListMessagesAsync(chat, cancellationToken))
        {
            if (!isBranch && message.OnPath == 0)
            {
                isBranch = true;
                writer.EndArray();
                writer.BeginArray("branches");
            }

            writer.Add(
                new
                {
                    message.Id,
                    Parent = parent,
                    ExternalId = externalId,
                    message.Role,
                    Name = name,
                    message.Content,
                    message.Model,
                    CreatedAt = ExportWriter.Time(message.CreatedAt),
                }
            );
            await writer.BreatheAsync(cancellationToken);
        }

        writer.EndArray();
        writer.EndObject();
        await writer.BreatheAsync(cancellationToken);
    }

    private async Task WriteAgentsAsync(
        ExportWriter writer,
        Caller caller,
        IReadOnlyDictionary<string, string> origins,
        CancellationToken cancellationToken
    )
    {
        writer.BeginArray("agents");
        await foreach (var agent in ListAgentsAsync(caller, cancellationToken))
        {
            if (agent.IsBuiltIn)
                continue;
            writer.Add(
                new
                {
                    agent.Id,
                    ExternalId = origins.GetValueOrDefault(agent.Id),
                    agent.Slug,
                    agent.Name,
                    agent.Prompt,
                    agent.Greeting,
                    agent.Model,
                    agent.Temperature,
                    agent.MaxTokens,
                    agent.PresencePenalty,
                    agent.FrequencyPenalty,
                    agent.ContextMessages,
                    agent.Voice,
                    CreatedAt = ExportWriter.Time(agent.CreatedAt),
                }
            );
        }

        writer.EndArray();
    }

    private async Task WriteMemoryAsync(
        ExportWriter writer,
        Caller caller,
        IReadOnlyDictionary<string, string> origins,
        CancellationToken cancellationToken
    )
    {
        var (profile, facts, sources, moods) = await database.ReadAsync(
            async session =>
                (
                    await Profiles.GetAsync(session, caller.PrincipalId),
                    await FactStore.ListAsync(session, caller.PrincipalId),
                    await FactStore.ListSourcesAsync(session, caller.PrincipalId),
                    await MoodStore.ListAsync(session, caller.PrincipalId, 0, long.MaxValue, pending: null, after: null, long.MaxValue)
                ),
            cancellationToken
        );
        writer.BeginObject("profile");
        writer.Put("name", profile.Name);
        writer.PutJson("preferences", profile.Preferences);
        writer.PutJson("important_facts", profile.ImportantFacts);
        writer.Put("memory_enabled", profile.MemoryEnabled == 1);
        writer.Put("sensitive_memory", profile.SensitiveMemory);
        writer.Put("timezone", profile.Timezone);
        writer.Put("onboarded", profile.Onboarded == 1);
        writer.EndObject();
        writer.BeginArray("facts");
        var ends = sources.Where(source => source.EndedAt is not null).ToLookup(source => source.FactId, StringComparer.Ordinal);
        foreach (var known in facts)
        {
            writer.Add(Describe(known, ends[known.Fact.Id], origins));
            await writer.BreatheAsync(cancellationToken);
        }

        writer.EndArray();
        writer.BeginArray("moods");
        foreach (var mood in moods)
            writer.Add(
                new
                {
                    mood.Id,
                    ExternalId = origins.GetValueOrDefault(mood.Id),
                    mood.Label,
                    mood.Valence,
                    At = ExportWriter.Time(mood.At),
                    mood.MessageId,
                    Pending = mood.Pending == 1,
                }
            );
        writer.EndArray();
    }

    private static object Describe(KnownFact known, IEnumerable<FactSource> ends, IReadOnlyDictionary<string, string> origins)
    {
        var fact = known.Fact;
        return new
        {
            fact.Id,
            ExternalId = origins.GetValueOrDefault(fact.Id),
            fact.Kind,
            fact.Subject,
            fact.Text,
            fact.Slot,
            known.Sources,
            EndedBy = ends.Select(end => new { end.MessageId, At = ExportWriter.Time(end.EndedAt) }),
            fact.Salience,
            fact.Sensitivity,
            Pinned = fact.Pinned == 1,
            Pending = fact.Pending == 1,
            fact.Origin,
            ValidFrom = ExportWriter.Time(fact.ValidFrom),
            ValidUntil = ExportWriter.Time(fact.ValidUntil),
            known.SupersededBy,
            Suspended = known.IsSuspended,
            CreatedAt = ExportWriter.Time(fact.CreatedAt),
            UpdatedAt = ExportWriter.Time(fact.UpdatedAt),
        };
    }

    /// <summary>The built-in ones and the caller's.</summary>
    private async IAsyncEnumerable<Agent> ListAgentsAsync(Caller caller, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? last = null;
        while (true)
        {
            var page = await agents.ListAsync(caller, last, Page, cancellationToken);
            foreach (var agent in page)
                yield return agent;
            if (page.Count < Page)
                yield break;
            last = page[^1].Id;
        }
    }
}
