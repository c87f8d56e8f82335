using Kith.Engine.Agents;
using Kith.Engine.Conversations;
using Kith.Engine.Events;
using Kith.Engine.Memory;
using Kith.Engine.Memory.Embeddings;
using Kith.Engine.Memory.Facts;
using Kith.Engine.Memory.Search;
using Kith.Engine.Storage;
using Kith.Engine.Users;

namespace Kith.Engine.Portability;

/// <summary>
/// Brings in what an export says of a person beyond their conversations. Each thing comes once: it is known by the id it had where it was
/// first, and what was deleted here since doesn't come back.
/// </summary>
internal sealed class SelfImporter(Database database, EventLog events, AgentCatalog agents, Profiles profiles)
{
    private const string AgentKind = "agent";
    private const string FactKind = "fact";
    private const string MoodKind = "mood";

    /// <summary>As many as are written at once: others wait some ten milliseconds at most for the one writer.</summary>
    private const int MostAtOnce = 100;

    /// <summary>Makes the agents that aren't here.</summary>
    /// <returns>What the agents of the import are called here, by their ids there; and how many are new.</returns>
    public async Task<(Dictionary<string, string> Known, int Added)> PutAgentsAsync(
        Caller caller,
        IReadOnlyList<AgentImport> imports,
        CancellationToken cancellationToken
    )
    {
        var (known, added) = (new Dictionary<string, string>(StringComparer.Ordinal), 0);
        foreach (var import in imports)
        {
            var id = await FindAgentAsync(caller, import, cancellationToken);
            if (id is null && await MakeAgentAsync(caller, import, cancellationToken) is { } made)
                (id, added) = (made, added + 1);
            foreach (var there in import.Ids.All.Append(import.Input.Slug).OfType<string>())
                known.TryAdd(there, id ?? BuiltInAgents.Aira);
        }

        return (known, added);
    }

    /// <summary>Fills in what the person hasn't said of themselves here. A new account becomes as it was there.</summary>
    public async Task PutProfileAsync(Caller caller, ProfileImport import, CancellationToken cancellationToken)
    {
        var mine = await database.ReadAsync(session => Profiles.GetAsync(session, caller.PrincipalId), cancellationToken);
        var isNew = mine == Profile.Empty(caller.PrincipalId);
        var change = new ProfileChange(
            mine.Name is null ? import.Name : null,
            mine.Preferences == "{}" ? import.Preferences : null,
            mine.ImportantFacts == "{}" ? import.ImportantFacts : null,
            isNew ? import.MemoryEnabled : null,
            mine.Timezone is null && import.Timezone is { } zone && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _) ? zone : null,
            isNew && import.Onboarded ? true : null,
            isNew ? import.SensitiveMemory : null
        );
        if (change != new ProfileChange(null, null, null, null, null, null))
            await profiles.PutAsync(caller, change, replace: false, cancellationToken);
    }

    /// <summary>Adds the facts that aren't here, and what says them.</summary>
    /// <param name="messages">What messages of the import are called here.</param>
    /// <returns>How many.</returns>
    public Task<int> PutFactsAsync(
        Caller caller,
        IReadOnlyList<FactImport> imports,
        IReadOnlyDictionary<string, string> messages,
        CancellationToken cancellationToken
    ) => PutAsync(imports, (session, some) => PutFactsAsync(session, caller, some, messages), cancellationToken);

    /// <summary>Adds the moods that aren't here.</summary>
    /// <returns>How many.</returns>
    public Task<int> PutMoodsAsync(
        Caller caller,
        IReadOnlyList<MoodImport> imports,
        IReadOnlyDictionary<string, string> messages,
        CancellationToken cancellationToken
    ) => PutAsync(imports, (session, some) => PutMoodsAsync(session, caller, some, messages), cancellationToken);

    /// <summary>Takes over the summary of a conversation that has none here.</summary>
    /// <param name="throughId">The last message it covers, here.</param>
    public Task PutSummaryAsync(Caller caller, string conversationId, string text, string throughId, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session =>
            {
                if (
                    (await ConversationCatalog.OpenToWriteAsync(session, caller, conversationId)).Failure is not null
                    || await SummaryStore.FindAsync(session, conversationId) is not null
                    || await MessageStore.FindAsync(session, throughId) is not { OnPath: 1 } through
                    || through.ConversationId != conversationId
                )
                    return default;
                var summary = new Summary(text, through.Id, through.Depth);
                await SummaryStore.PutAsync(session, conversationId, summary, database.Clock.NowMs());
                await SearchIndex.IndexSummaryAsync(session, caller.PrincipalId, conversationId, text);
                return default(Done);
            },
            cancellationToken
        );

    private async Task<int> PutAsync<T>(
        IReadOnlyList<T> imports,
        Func<WriteSession, IReadOnlyList<T>, Task<int>> put,
        CancellationToken cancellationToken
    )
    {
        var added = 0;
        foreach (var some in imports.Chunk(MostAtOnce))
            added += await database.WriteAsync(session => put(session, some), cancellationToken);
        return added;
    }

    /// <summary>One that came before, or began here, or says the same under the same name. Empty when it came and was deleted.</summary>
    private async Task<string?> FindAgentAsync(Caller caller, AgentImport import, CancellationToken cancellationToken)
    {
        foreach (var id in import.Ids.All.Append(import.Input.Slug).OfType<string>())
        {
            if (
                (await agents.OpenAsync(caller, id, cancellationToken)).Try(out var mine, out _)
                && (mine.Id == id || (mine.Name, mine.Prompt) == (import.Input.Name, import.Input.Prompt))
            )
                return mine.Id;
        }

        var came = await database.ReadAsync(
            session => PortabilityStore.FindAsync(session, caller.PrincipalId, AgentKind, import.Ids.All),
            cancellationToken
        );
        return came.Values.FirstOrDefault();
    }

    /// <summary>Null when it can't be one here.</summary>
    private async Task<string?> MakeAgentAsync(Caller caller, AgentImport import, CancellationToken cancellationToken)
    {
        const int MostNames = 20;
        for (var i = 1; i <= MostNames; i++)
        {
            var slug = i == 1 || import.Input.Slug is null ? import.Input.Slug : $"{import.Input.Slug}-{i}";
            var input = import.Input with { Slug = slug };
            var made = await agents.CreateAsync(caller, input, key: null, cancellationToken);
            if (made.Try(out var agent, out var failure))
            {
                if (import.Ids.First is { } first)
                    await database.WriteAsync(
                        session => PortabilityStore.AddAsync(session, caller.PrincipalId, AgentKind, first, agent.Value.Id),
                        cancellationToken
                    );
                return agent.Value.Id;
            }

            if (failure is not SlugTaken || slug is null)
                return null;
        }

        return null;
    }

    private async Task<int> PutFactsAsync(
        WriteSession session,
        Caller caller,
        IReadOnlyList<FactImport> some,
        IReadOnlyDictionary<string, string> messages
    )
    {
        var me = caller.PrincipalId;
        await UserStore.HoldPrincipalAsync(session, me);
        var ids = some.SelectMany(import => import.Ids.All).ToList();
        var here = (await FactStore.ListAsync(session, me, ids)).Select(known => known.Fact.Id).ToHashSet(StringComparer.Ordinal);
        var came = await PortabilityStore.FindAsync(session, me, FactKind, ids);
        var room = FactRules.MostFacts - await FactStore.CountAsync(session, me);
        var added = new List<string>();
        foreach (var import in some.Where(import => !import.Ids.All.Any(id => here.Contains(id) || came.ContainsKey(id))))
        {
            var sources = import
                .Sources.Where(source => messages.ContainsKey(source.MessageId))
                .Select(source => (MessageId: messages[source.MessageId], source.EndedAt))
                .ToList();
            var isSaid = sources.Exists(source => source.EndedAt is null);
            // What nobody says here any more didn't hold there either; what was said in messages that didn't come is the person's own now.
            if (added.Count >= room || (import.IsSuspended && !isSaid))
                continue;
            var fact = import.Fact with
            {
                Id = database.Clock.NewId(),
                PrincipalId = me,
                Origin = isSaid ? import.Fact.Origin : FactOrigins.Person,
            };
            await FactStore.InsertAsync(session, fact);
            foreach (var (messageId, endedAt) in sources)
                await FactStore.AddSourceAsync(session, fact.Id, messageId, endedAt);
            await SearchIndex.IndexFactAsync(session, me, fact.Id, fact.Text);
            // The messages it comes from may have vectors by now.
            if (fact.Sensitivity == Sensitivities.LocalOnly)
                await EmbeddingProgress.RecheckAsync(session, me);
            await NameAsync(session, me, FactKind, import.Ids, fact.Id);
            added.Add(fact.Id);
        }

        await events.AppendAsync(session, [me], [.. added.Select(MemoryEvents.Changed)]);
        return added.Count;
    }

    private async Task<int> PutMoodsAsync(
        WriteSession session,
        Caller caller,
        IReadOnlyList<MoodImport> some,
        IReadOnlyDictionary<string, string> messages
    )
    {
        var me = caller.PrincipalId;
        await UserStore.HoldPrincipalAsync(session, me);
        var ids = some.SelectMany(import => import.Ids.All).ToList();
        var here = (await MoodStore.ListAsync(session, me, ids)).Select(mood => mood.Id).ToHashSet(StringComparer.Ordinal);
        var came = await PortabilityStore.FindAsync(session, me, MoodKind, ids);
        var added = new List<string>();
        foreach (var import in some.Where(import => !import.Ids.All.Any(id => here.Contains(id) || came.ContainsKey(id))))
        {
            var messageId = import.MessageId is { } there ? messages.GetValueOrDefault(there) : null;
            var pending = import.IsPending ? 1 : 0;
            var mood = new Mood(database.Clock.NewId(), me, messageId, import.Label, import.Valence, pending, import.At);
            if (import.Ids.First is null && await MoodStore.IsKnownAsync(session, mood))
                continue;
            await MoodStore.InsertAsync(session, mood);
            await NameAsync(session, me, MoodKind, import.Ids, mood.Id);
            added.Add(mood.Id);
        }

        await events.AppendAsync(session, [me], [.. added.Select(MemoryEvents.Changed)]);
        return added.Count;
    }

    private static Task NameAsync(WriteSession session, string principalId, string kind, ForeignIds ids, string id) =>
        ids.First is { } first ? PortabilityStore.AddAsync(session, principalId, kind, first, id) : Task.CompletedTask;
}
