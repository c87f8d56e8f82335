using System.Text.Json;
using Kith.Engine.Conversations;
using Kith.Engine.Memory.Learning;
using Kith.Engine.Memory.Search;
using Kith.Engine.Storage;
using Kith.Engine.Users;

namespace Kith.Engine.Portability;

/// <summary>How far an import is.</summary>
/// <param name="Bytes">Of the document.</param>
public sealed record ImportProgress(long Bytes, long Conversations, long Messages);

/// <summary>What an import did.</summary>
/// <param name="Stopped">Why it went no further; what is listed is imported all the same.</param>
public sealed record ImportReport(IReadOnlyList<ImportedConversation> Conversations, Failure? Stopped)
{
    /// <summary>What wasn't taken, each by its place in the document.</summary>
    public IReadOnlyList<LeftOut> LeftOut { get; init; } = [];

    /// <summary>How many agents, facts and moods are new.</summary>
    public ImportedMemory Added { get; init; } = new(0, 0, 0);
}

/// <summary>What was new beside conversations.</summary>
public sealed record ImportedMemory(int Agents, int Facts, int Moods);

/// <summary>
/// Brings in conversations that were had elsewhere, while the document still arrives: one after the other, each whole. What came before
/// isn't written again, so an import that broke off is simply sent again.
/// </summary>
public sealed class Importer
{
    /// <summary>How often progress is told.</summary>
    private const long ProgressBytes = 64 * 1024;

    /// <summary>How often it is told, while messages are indexed, that this goes on.</summary>
    private const int WritesPerSign = 50;

    private readonly Database _database;
    private readonly ConversationImports _imports;
    private readonly SelfImporter _self;
    private readonly SearchIndex _index;

    internal Importer(Database database, ConversationImports imports, SelfImporter self, SearchIndex index) =>
        (_database, _imports, _self, _index) = (database, imports, self, index);

    /// <summary>Who came without an account has nothing to bring: it would be gone tomorrow.</summary>
    public static Failure? CheckCaller(Caller caller) =>
        caller.Kind is PrincipalKind.User or PrincipalKind.EndUser
            ? null
            : new Forbidden("Guests can't import. Register first: then it stays.");

    /// <summary>Imports a document. When it returns, what it brought is found by search.</summary>
    /// <param name="progress">Called now and then, and before it returns.</param>
    public async Task<ImportReport> ImportAsync(
        Caller caller,
        Stream document,
        Func<ImportProgress, ValueTask>? progress,
        CancellationToken cancellationToken
    )
    {
        if (CheckCaller(caller) is { } refused)
            return new ImportReport([], refused);
        using var json = new JsonPieces(document);
        var import = new Import(this, caller, new ImportReader(json, _database.Clock.NowMs()), progress);
        var stopped = await import.RunAsync(json, cancellationToken);
        // Also when nothing was added: it may have come before, and not have got so far.
        var told = new ImportProgress(json.Position, import.Done.Count, import.Done.Sum(conversation => conversation.Messages));
        var listed = new List<MessageToIndex>();
        for (var writes = 1; await _index.IndexNextAsync(listed, cancellationToken); writes++)
        {
            // A connection on which nothing is told is taken for dead.
            if (progress is not null && writes % WritesPerSign == 0)
                await progress(told);
        }

        return new ImportReport(import.Done, stopped) { Added = import.Added, LeftOut = import.LeftOut };
    }

    /// <summary>One document.</summary>
    private sealed class Import(Importer importer, Caller caller, ImportReader reader, Func<ImportProgress, ValueTask>? progress)
    {
        /// <summary>What messages are called here that facts and moods name, and those that summaries and branches do.</summary>
        private readonly Dictionary<string, string> _messages = new(StringComparer.Ordinal);
        private Dictionary<string, string>? _agents;
        private HashSet<string>? _named;

        public List<ImportedConversation> Done { get; } = [];

        public List<LeftOut> LeftOut { get; } = [];

        public ImportedMemory Added { get; private set; } = new(0, 0, 0);

        public async Task<Failure?> RunAsync(JsonPieces json, CancellationToken cancellationToken)
        {
            var (messages, told) = (0L, 0L);
            try
            {
                await foreach (var read in reader.ReadAsync(cancellationToken))
                {
                    if (!read.Try(out var conversation, out var failure))
                    {
                        if (failure is not LeftOut leftOut)
                            return failure;
                        LeftOut.Add(leftOut);
                        continue;
                    }

                    if (Done.Count == ImportLimits.Conversations)
                        return new Invalid(reader.Where, $"an import may have at most {ImportLimits.Conversations} conversations");
                    await PutAsync(conversation, cancellationToken);
                    messages += conversation.Messages.Count;
                    if (progress is null || json.Position - told < ProgressBytes)
                        continue;
                    told = json.Position;
                    await progress(new ImportProgress(json.Position, Done.Count, messages));
                }

                await PutSelfAsync(cancellationToken);
            }
            catch (JsonException e)
            {
                return Describe(e, json);
            }
            catch (ImportTooLargeException e)
            {
                return e.IsDocument ? new ImportTooLarge() : new ConversationTooLarge(reader.Where);
            }

            if (progress is not null)
                await progress(new ImportProgress(json.Position, Done.Count, messages));
            return null;
        }

        private async Task PutAsync(ConversationImport conversation, CancellationToken cancellationToken)
        {
            var agents = await PutAgentsAsync(cancellationToken);
            conversation = conversation with
            {
                Title = conversation.Title ?? TitleOf(conversation),
                Agent = agents.GetValueOrDefault(conversation.Agent ?? "") ?? conversation.Agent,
            };
            // What its messages teach came with them, as far as it is wanted.
            Func<WriteSession, string, long, Task> learn = reader.Self.HasFacts
                ? (_, _, _) => Task.CompletedTask
                : MessagesToLearn.AddAllAsync;
            var done = await importer._imports.PutAsync(caller, conversation, learn, cancellationToken);
            Done.Add(done);
            if (done.Note is null)
                await PutRestAsync(conversation, done.Id, cancellationToken);
        }

        /// <summary>What hangs on its messages: other branches, the summary; and which of them facts and moods name.</summary>
        private async Task PutRestAsync(ConversationImport conversation, string id, CancellationToken cancellationToken)
        {
            _named ??= [.. reader.Self.Messages];
            var wanted = conversation.Branches.Select(message => message.Parent).Append(conversation.Summary?.ThroughMessage).ToHashSet();
            var named = conversation
                .Messages.Select((message, i) => (message, (long)i))
                .Where(one => one.message.Id is { } there && (_named.Contains(there) || wanted.Contains(there)))
                .ToList();
            if (named.Count == 0 && conversation.Branches.Count == 0)
                return;
            var known = await importer._database.ReadAsync(
                session => ConversationImports.MatchAsync(session, id, named, conversation.Branches),
                cancellationToken
            );
            await importer._imports.PutBranchesAsync(caller, conversation, id, known, cancellationToken);
            foreach (var (there, here) in known.Where(pair => _named.Contains(pair.Key)))
                _messages.TryAdd(there, here);
            if (conversation.Summary is { ThroughMessage: { } last } summary && known.TryGetValue(last, out var through))
                await importer._self.PutSummaryAsync(caller, id, summary.Text, through, cancellationToken);
        }

        private async Task<Dictionary<string, string>> PutAgentsAsync(CancellationToken cancellationToken)
        {
            if (_agents is not null)
                return _agents;
            (_agents, var added) = await importer._self.PutAgentsAsync(caller, reader.Self.Agents, cancellationToken);
            Added = Added with { Agents = added };
            return _agents;
        }

        /// <summary>At the end, when all is there that it names: a document that breaks off leaves nothing of it.</summary>
        private async Task PutSelfAsync(CancellationToken cancellationToken)
        {
            await PutAgentsAsync(cancellationToken);
            var self = reader.Self;
            if (self.Profile is { } profile)
                await importer._self.PutProfileAsync(caller, profile, cancellationToken);
            Added = Added with
            {
                Facts = await importer._self.PutFactsAsync(caller, self.Facts, _messages, cancellationToken),
                Moods = await importer._self.PutMoodsAsync(caller, self.Moods, _messages, cancellationToken),
            };
        }

        private Invalid Describe(JsonException e, JsonPieces json)
        {
            var where = reader.Where.Length == 0 ? "body" : reader.Where;
            return new Invalid(
                where,
                json.Position == 0 && e.BytePositionInLine == 0 ? "a JSON document is expected"
                    : e.LineNumber is { } line ? $"is not valid JSON: line {line + 1}, byte {e.BytePositionInLine + 1}"
                    : "has a name that is not well-formed Unicode"
            );
        }
    }

    private static string? TitleOf(ConversationImport conversation) =>
        conversation.Messages.FirstOrDefault(message => message.Role == Roles.User) is { } first ? Titles.Of(first.Content) : null;
}
