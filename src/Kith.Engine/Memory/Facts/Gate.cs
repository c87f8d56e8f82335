using Kith.Engine.Memory.Embeddings;
using Kith.Engine.Memory.Learning;
using Kith.Engine.Memory.Search;
using Kith.Engine.Storage;

namespace Kith.Engine.Memory.Facts;

/// <summary>What of one message gets into memory. Each answers the ids of what changed.</summary>
/// <param name="at">When it was said, in Unix milliseconds.</param>
/// <param name="sensitive">One of <see cref="SensitiveMemories"/>.</param>
/// <param name="forgotten">What the person forgot of this message.</param>
internal sealed class Gate(
    Database database,
    WriteSession session,
    string principalId,
    string messageId,
    long at,
    string origin,
    string sensitive,
    IReadOnlySet<string> forgotten
)
{
    /// <summary>How much nearer to 1 the salience of a fact comes when it is said again.</summary>
    private const double Nearer = 0.1;

    public async Task<IEnumerable<string>> PassAsync(LearnedFact learned)
    {
        if (FactRules.Read(learned) is not { } statement)
            return [];
        var likeness = Likeness.Of(statement.Kind, statement.Subject, statement.Text);
        if (forgotten.Contains(likeness.Hash))
            return [];
        var (alike, count) = await session.TogetherAsync(
            () => FactStore.ListAlikeAsync(session, principalId, [statement.Kind], statement.Slot is { } slot ? [slot] : []),
            () => FactStore.CountAsync(session, principalId)
        );
        return statement.IsOver ? await EndAsync(statement, likeness, alike) : await AddAsync(statement, likeness, alike, count);
    }

    public async Task<IEnumerable<string>> PassAsync(LearnedMood learned)
    {
        if (
            sensitive == SensitiveMemories.Off
            || FactRules.CheckLabel(learned.Label).Failure is not null
            || forgotten.Contains(MoodCatalog.Hash)
        )
            return [];
        var mood = new Mood(
            database.Clock.NewId(),
            principalId,
            messageId,
            learned.Label.Trim(),
            Math.Clamp(learned.Valence, -1, 1),
            Pending: sensitive == SensitiveMemories.Ask ? 1 : 0,
            at
        );
        if (await MoodStore.IsKnownAsync(session, mood))
            return [];
        await MoodStore.InsertAsync(session, mood);
        return [mood.Id];
    }

    private async Task<IEnumerable<string>> AddAsync(LearnedFact statement, Likeness likeness, IReadOnlyList<KnownFact> alike, long count)
    {
        var isSensitive = FactRules.IsSensitive(statement);
        if (isSensitive && sensitive == SensitiveMemories.Off)
            return [];
        var now = database.Clock.NowMs();
        var same = alike.Where(known => likeness.IsSame(Likeness.Of(known.Fact))).ToList();
        if (same.Any(known => known.Sources.Contains(messageId)))
            return [];
        // What ended in between, or lost its slot, held for a time of its own: then it is said anew.
        if (same.Find(known => known.Overtaken is not { } overtaken || overtaken > new Said(at, messageId)) is { } again)
        {
            var fact = again.Fact with
            {
                Salience = again.Fact.Salience + ((1 - again.Fact.Salience) * Nearer),
                Pending = sensitive == SensitiveMemories.On ? 0 : again.Fact.Pending,
                ValidFrom = again.Fact.ValidFrom ?? Time.ToMs(statement.ValidFrom),
                UpdatedAt = now,
            };
            await FactStore.UpdateAsync(session, fact);
            await FactStore.AddSourceAsync(session, fact.Id, messageId);
            await KeepBackAsync(fact);
            return Affected(fact, alike);
        }

        if (count >= FactRules.MostFacts)
            return [];
        var added = New(statement, isSensitive, now);
        await FactStore.InsertAsync(session, added);
        await FactStore.AddSourceAsync(session, added.Id, messageId);
        await SearchIndex.IndexFactAsync(session, principalId, added.Id, added.Text);
        await KeepBackAsync(added);
        return Affected(added, alike);
    }

    /// <summary>The message that says what is to stay here may have its vector already.</summary>
    private async Task KeepBackAsync(Fact fact)
    {
        if (fact.Sensitivity == Sensitivities.LocalOnly)
            await EmbeddingProgress.RecheckAsync(session, principalId);
    }

    /// <summary>What it says is over, as far as it is known; nothing is added.</summary>
    private async Task<IEnumerable<string>> EndAsync(LearnedFact statement, Likeness likeness, IReadOnlyList<KnownFact> alike)
    {
        var ended = alike
            .Where(known => !known.IsPast(at) && !known.Sources.Contains(messageId))
            .Where(known =>
                likeness.IsSame(Likeness.Of(known.Fact))
                || statement.Slot is not null && known.Fact.Slot == statement.Slot && likeness.IsPartOrWhole(Likeness.Of(known.Fact))
            )
            .ToList();
        var changed = new List<string>();
        foreach (var known in ended)
        {
            if (await FactStore.TryEndAsync(session, known.Fact.Id, messageId, Time.ToMs(statement.ValidUntil) ?? at))
                changed.AddRange(Affected(known.Fact, alike));
        }

        return changed;
    }

    private static IEnumerable<string> Affected(Fact fact, IReadOnlyList<KnownFact> alike) =>
        alike.Where(known => fact.Slot is not null && known.Fact.Slot == fact.Slot).Select(known => known.Fact.Id).Append(fact.Id);

    private Fact New(LearnedFact statement, bool isSensitive, long now) =>
        new(
            database.Clock.NewId(),
            principalId,
            statement.Kind,
            statement.Subject,
            statement.Text,
            statement.Slot,
            statement.Salience,
            isSensitive && statement.Sensitivity == Sensitivities.Normal ? Sensitivities.Sensitive : statement.Sensitivity,
            Pinned: 0,
            Pending: isSensitive && sensitive == SensitiveMemories.Ask ? 1 : 0,
            origin,
            Time.ToMs(statement.ValidFrom),
            Time.ToMs(statement.ValidUntil),
            now,
            now
        );
}
