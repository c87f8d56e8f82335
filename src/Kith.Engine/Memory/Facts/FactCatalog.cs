using Kith.Engine.Conversations;
using Kith.Engine.Events;
using Kith.Engine.Idempotency;
using Kith.Engine.Memory.Embeddings;
using Kith.Engine.Memory.Search;
using Kith.Engine.Storage;
using Kith.Engine.Users;

namespace Kith.Engine.Memory.Facts;

/// <summary>Which facts are listed.</summary>
/// <param name="Kind">One of <see cref="FactKinds"/>; null for all.</param>
/// <param name="Text">Words, each of which begins a word of the fact; null for all.</param>
/// <param name="IsPending">Only those that wait for a yes, or only those that don't; null for both.</param>
/// <param name="WithPast">Those that no longer hold too.</param>
public sealed record FactQuery(string? Kind = null, string? Text = null, bool? IsPending = null, bool WithPast = false);

/// <summary>What is known of a person: list, open, add, change, forget.</summary>
public sealed class FactCatalog(Database database, EventLog events)
{
    /// <summary>The newest first, at most <paramref name="limit"/> after the given place. Fails for a kind that isn't one.</summary>
    public async Task<Result<IReadOnlyList<KnownFact>>> ListAsync(
        Caller caller,
        FactQuery query,
        (long CreatedAt, string Id)? after,
        int limit,
        CancellationToken cancellationToken
    )
    {
        if (query.Kind is { } kind && !FactKinds.All.Contains(kind))
            return new Invalid("kind", $"must be one of {string.Join(", ", FactKinds.All)}");
        var now = database.Clock.NowMs();
        var wanted = Tokeniser.Read(query.Text ?? "").Select(token => token.Word).ToList();
        var all = await database.ReadAsync(session => FactStore.ListAsync(session, caller.PrincipalId), cancellationToken);
        return all.SkipWhile(known => after is { } place && IsBefore(place, known.Fact))
            .Where(known => query.Kind is null || known.Fact.Kind == query.Kind)
            .Where(known => query.IsPending is null || known.Fact.Pending == 1 == query.IsPending)
            .Where(known => query.WithPast || !known.IsPast(now))
            .Where(known => wanted.Count == 0 || Says(known.Fact, wanted))
            .Take(limit)
            .ToList();
    }

    /// <summary>One of the caller's facts. The one door: absent looks like somebody else's.</summary>
    public Task<Result<KnownFact>> OpenAsync(Caller caller, string id, CancellationToken cancellationToken) =>
        database.ReadAsync(session => OpenAsync(session, caller, id), cancellationToken);

    /// <summary>As above, with the messages it was learned from, the oldest first, on whichever branch.</summary>
    public Task<Result<FactWithSources>> OpenWithSourcesAsync(Caller caller, string id, CancellationToken cancellationToken) =>
        database.ReadAsync<Result<FactWithSources>>(
            async session =>
            {
                if (!(await OpenAsync(session, caller, id)).Try(out var known, out var failure))
                    return failure;
                var messages = (await MessageStore.ListAsync(session, known.Sources)).ToDictionary(message => message.Id);
                return new FactWithSources(known, [.. known.Sources.Select(source => messages[source])]);
            },
            cancellationToken
        );

    /// <summary>Adds one in the person's own words; with a key only the first time. What is known already becomes theirs.</summary>
    public Task<Result<Made<KnownFact>>> AddAsync(
        Caller caller,
        FactInput input,
        IdempotencyKey? key,
        CancellationToken cancellationToken
    ) =>
        database.WriteAsync(
            session =>
                Once.MakeAsync(
                    session,
                    caller.PrincipalId,
                    key,
                    database.Clock.NowMs(),
                    new Creation<KnownFact>(
                        "fact",
                        Make: () => AddAsync(session, caller, input),
                        IdOf: made => made.Fact.Id,
                        Open: id => OpenAsync(session, caller, id)
                    )
                ),
            cancellationToken
        );

    /// <summary>
    /// Changes what is given. What the person puts in other words is theirs from then on: it holds without the messages it was learned
    /// from, and isn't learned from them again.
    /// </summary>
    public Task<Result<KnownFact>> ChangeAsync(Caller caller, string id, FactInput input, CancellationToken cancellationToken) =>
        database.WriteAsync<Result<KnownFact>>(
            async session =>
            {
                if (!(await OpenToWriteAsync(session, caller, id)).Try(out var known, out var failure))
                    return failure;
                if (!FactRules.Apply(known.Fact, input).Try(out var fact, out failure))
                    return failure;
                if ((fact.Text, fact.Kind, fact.Subject) != (known.Fact.Text, known.Fact.Kind, known.Fact.Subject))
                {
                    await FactStore.AddForgottenAsync(session, [.. HashesOf(known)]);
                    await session.MarkErasedAsync();
                    fact = FactRules.MakeOwn(fact, known.Fact);
                }

                var peers = await FactStore.ListPeersAsync(session, caller.PrincipalId, [id]);
                await UpdateAsync(session, known.Fact, fact);
                return await TellAsync(session, caller, id, peers);
            },
            cancellationToken
        );

    /// <summary>Forgets it: it isn't learned from the same messages again.</summary>
    public Task<Result<Done>> ForgetAsync(Caller caller, string id, CancellationToken cancellationToken) =>
        database.WriteAsync<Result<Done>>(
            async session =>
            {
                if (!(await OpenToWriteAsync(session, caller, id)).Try(out var known, out var failure))
                    return failure;
                var peers = await FactStore.ListPeersAsync(session, caller.PrincipalId, [id]);
                await FactStore.AddForgottenAsync(session, [.. HashesOf(known)]);
                await FactStore.DeleteAsync(session, id);
                await session.MarkErasedAsync();
                await events.AppendAsync(session, [caller.PrincipalId], [.. peers.Select(MemoryEvents.Changed)]);
                return default(Done);
            },
            cancellationToken
        );

    /// <summary>Those of these that are the caller's, by id; in no statement when there are none.</summary>
    internal static async Task<IReadOnlyDictionary<string, KnownFact>> FindAsync(
        ReadSession session,
        Caller caller,
        IReadOnlyCollection<string> ids
    ) =>
        (ids.Count == 0 ? [] : await FactStore.ListAsync(session, caller.PrincipalId, ids)).ToDictionary(
            known => known.Fact.Id,
            StringComparer.Ordinal
        );

    /// <summary>What of the messages it was learned from is not to be learned again.</summary>
    internal static IEnumerable<(string MessageId, string Hash)> HashesOf(KnownFact known)
    {
        var hash = Likeness.Of(known.Fact).Hash;
        return known.Sources.Select(source => (source, hash));
    }

    private static async Task<Result<KnownFact>> OpenAsync(ReadSession session, Caller caller, string id) =>
        (await FactStore.ListAsync(session, caller.PrincipalId, [id])).FirstOrDefault(known => known.Fact.Id == id) is { } known
            ? known
            : new NotFound("fact");

    /// <summary>As <see cref="OpenAsync(ReadSession, Caller, string)"/>, and holds the person's memory until the transaction ends.</summary>
    private static async Task<Result<KnownFact>> OpenToWriteAsync(WriteSession session, Caller caller, string id)
    {
        await UserStore.HoldPrincipalAsync(session, caller.PrincipalId);
        return await OpenAsync(session, caller, id);
    }

    private async Task<Result<KnownFact>> AddAsync(WriteSession session, Caller caller, FactInput input)
    {
        await UserStore.HoldPrincipalAsync(session, caller.PrincipalId);
        var now = database.Clock.NowMs();
        if (!FactRules.Apply(FactRules.Blank(database.Clock.NewId(), caller.PrincipalId, now), input).Try(out var fact, out var failure))
            return failure;
        var likeness = Likeness.Of(fact);
        var alike = await FactStore.ListAlikeAsync(session, caller.PrincipalId, [fact.Kind], []);
        var known = alike.FirstOrDefault(known =>
            likeness.IsSame(Likeness.Of(known.Fact)) && known.Overtaken is null && !known.IsPast(now)
        );
        if (known is not null)
        {
            if (!FactRules.Apply(known.Fact, input with { Pending = false }).Try(out fact, out failure))
                return failure;
            fact = fact with { Origin = FactOrigins.Person };
            await UpdateAsync(session, known.Fact, fact);
        }
        else
        {
            if (await FactStore.CountAsync(session, caller.PrincipalId) >= FactRules.MostFacts)
                return new MemoryFull();
            await FactStore.InsertAsync(session, fact);
            await SearchIndex.IndexFactAsync(session, caller.PrincipalId, fact.Id, fact.Text);
        }

        return await TellAsync(session, caller, fact.Id, []);
    }

    private async Task UpdateAsync(WriteSession session, Fact before, Fact fact)
    {
        await FactStore.UpdateAsync(session, fact with { UpdatedAt = database.Clock.NowMs() });
        if (fact.Text != before.Text)
            await SearchIndex.IndexFactAsync(session, fact.PrincipalId, fact.Id, fact.Text);
        if ((fact.Sensitivity, fact.Pending) != (before.Sensitivity, before.Pending))
            await EmbeddingProgress.RecheckAsync(session, fact.PrincipalId);
    }

    /// <summary>Tells the log of a fact, of what shares its slot now, and of what did before; answers the fact.</summary>
    private async Task<Result<KnownFact>> TellAsync(WriteSession session, Caller caller, string id, IEnumerable<string> before)
    {
        var all = await FactStore.ListAsync(session, caller.PrincipalId, [id]);
        var changed = all.Select(known => known.Fact.Id).Union(before).Select(MemoryEvents.Changed);
        await events.AppendAsync(session, [caller.PrincipalId], [.. changed]);
        return all.First(known => known.Fact.Id == id);
    }

    /// <summary>It stands in the list before that place, or there.</summary>
    private static bool IsBefore((long CreatedAt, string Id) place, Fact fact) =>
        fact.CreatedAt > place.CreatedAt || (fact.CreatedAt == place.CreatedAt && string.CompareOrdinal(fact.Id, place.Id) >= 0);

    private static bool Says(Fact fact, List<string> wanted)
    {
        var words = Tokeniser.Read($"{fact.Subject} {fact.Text}").Select(token => token.Word).ToList();
        return wanted.TrueForAll(start => words.Exists(word => word.StartsWith(start, StringComparison.Ordinal)));
    }
}

/// <summary>A fact with the messages it was learned from.</summary>
public sealed record FactWithSources(KnownFact Known, IReadOnlyList<Message> Messages);
