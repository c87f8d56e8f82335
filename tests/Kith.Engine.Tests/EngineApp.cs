using Kith.Engine.Agents;
using Kith.Engine.ChannelLayer;
using Kith.Engine.Conversations;
using Kith.Engine.Conversations.Members;
using Kith.Engine.Events;
using Kith.Engine.Idempotency;
using Kith.Engine.Memory;
using Kith.Engine.Memory.Facts;
using Kith.Engine.Memory.Learning;
using Kith.Engine.Memory.Search;
using Kith.Engine.Models;
using Kith.Engine.People;
using Kith.Engine.People.Presence;
using Kith.Engine.People.Push;
using Kith.Engine.People.Receipts;
using Kith.Engine.Portability;
using Kith.Engine.Storage;
using Kith.Engine.Tests.Storage;
using Kith.Engine.Turns;
using Kith.Engine.Users;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Kith.Engine.Tests;

/// <summary>The engine without a web server, on a database of its own, with a model that does as it is told.</summary>
public abstract class EngineApp(TestDatabase storage) : IAsyncLifetime
{
    private ServiceProvider? _services;

    public ScriptedModel Model { get; } = new();

    public Database Database => storage.Database;

    public AgentCatalog Agents => Get<AgentCatalog>();

    public ConversationCatalog Conversations => Get<ConversationCatalog>();

    public PeopleChats PeopleChats => Get<PeopleChats>();

    public Groups Groups => Get<Groups>();

    public RelatedChats Related => Get<RelatedChats>();

    public PeopleMessages PeopleMessages => Get<PeopleMessages>();

    public PeopleIntake PeopleTurns => Get<PeopleIntake>();

    public Accounts Accounts => Get<Accounts>();

    /// <summary>What is queued stays so: the worker that sends doesn't run here.</summary>
    public PushSubscriptions PushSubscriptions => Get<PushSubscriptions>();

    public ReadReceipts Reads => Get<ReadReceipts>();

    public Typing Typing => Get<Typing>();

    public LivePeople Live => Get<LivePeople>();

    public PresenceViews Presences => Get<PresenceViews>();

    internal PresenceTeller PresenceTeller => Get<PresenceTeller>();

    internal LiveHints LiveHints => Get<LiveHints>();

    internal Deliveries Deliveries => Get<Deliveries>();

    public Connections Connections => Get<Connections>();

    public Reactions Reactions => Get<Reactions>();

    public ChatbotSessions Sessions => Get<ChatbotSessions>();

    public MessageHistory History => Get<MessageHistory>();

    public MessageTree Tree => Get<MessageTree>();

    public ConversationForks Forks => Get<ConversationForks>();

    public Profiles Profiles => Get<Profiles>();

    public Greeter Greeter => Get<Greeter>();

    public FactCatalog Facts => Get<FactCatalog>();

    public Forgetter Forgetter => Get<Forgetter>();

    public MoodCatalog Moods => Get<MoodCatalog>();

    public TurnIntake Turns => Get<TurnIntake>();

    public TurnFollower Follower => Get<TurnFollower>();

    public TurnReceipts Receipts => Get<TurnReceipts>();

    public TurnStopper Stopper => Get<TurnStopper>();

    public EventLog Log => Get<EventLog>();

    public Feed Feed => Get<Feed>();

    public MessageSearch Search => Get<MessageSearch>();

    public MemorySearch MemorySearch => Get<MemorySearch>();

    /// <summary>Without a model. Its worker doesn't run here, as that of the index.</summary>
    internal Learner Learner => Get<Learner>();

    public Summaries Summaries => Get<Summaries>();

    /// <summary>Its worker doesn't run here, so that statements can be counted and tests say when something is indexed.</summary>
    public SearchIndex Index => Get<SearchIndex>();

    public Importer Importer => Get<Importer>();

    public Exporter Exporter => Get<Exporter>();

    public InProcessChannelLayer Channels => Get<InProcessChannelLayer>();

    internal Consolidator Consolidator => Get<Consolidator>();

    internal Belongings Belongings => Get<Belongings>();

    internal ApiKeys ApiKeys => Get<ApiKeys>();

    internal EndUsers EndUsers => Get<EndUsers>();

    internal Visitors Visitors => Get<Visitors>();

    public async ValueTask InitializeAsync()
    {
        await storage.InitializeAsync();
        if (!storage.IsAvailable)
            return;
        _services = Build(storage.Database, Model, new TurnsOptions { NodeId = "node-a", Checkpoint = TimeSpan.FromMilliseconds(20) });
        (await Get<FirstStart>().PrepareAsync(CancellationToken.None)).Try(out _, out _);
        foreach (
            var worker in _services
                .GetServices<IHostedService>()
                .Where(worker =>
                    worker is not (SearchWorker or LearningWorker or ErasureWorker or PushWorker or PresenceWorker or PresenceTellerWorker)
                )
        )
            await worker.StartAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (_services is not null)
        {
            foreach (var worker in _services.GetServices<IHostedService>().Reverse())
                await worker.StopAsync(CancellationToken.None);
            await _services.DisposeAsync();
        }

        await storage.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Another node on the same database; it starts, closes what its former life left, and goes.</summary>
    public async Task PassThroughNodeAsync(string nodeId, TimeSpan? lease = null)
    {
        await using var database = storage.OpenAnother();
        await database.OpenAsync(CancellationToken.None);
        var options = new TurnsOptions { NodeId = nodeId, Lease = lease ?? TimeSpan.FromSeconds(15) };
        await using var services = Build(database, Model, options);
        var workers = services.GetServices<IHostedService>().ToList();
        foreach (var worker in workers)
            await worker.StartAsync(CancellationToken.None);
        foreach (var worker in workers)
            await worker.StopAsync(CancellationToken.None);
    }

    /// <summary>A registered person, without the cost of hashing a password.</summary>
    /// <param name="id">Their e-mail address begins with it.</param>
    public async Task<Caller> AddPersonAsync(string name = "medhavi", string? id = null)
    {
        id ??= Database.Clock.NewId();
        await Database.WriteAsync(async session =>
        {
            await session.ExecuteAsync(
                """
                INSERT INTO users (id, email, display_name, role, is_anonymous, created_at, updated_at)
                VALUES (@id, @email, @name, 'user', 0, 0, 0)
                """,
                new
                {
                    id,
                    email = $"{id}@example.org",
                    name,
                }
            );
            return await session.ExecuteAsync(
                "INSERT INTO principals (id, user_id, kind, created_at, last_seen_at) VALUES (@id, @id, 'user', 0, 0)",
                new { id }
            );
        });
        return new Caller(id, id, PrincipalKind.User, name, IsAdmin: false);
    }

    public async Task<Caller> AddGuestAsync() =>
        (await Get<Accounts>().EnterAsGuestAsync(new Device("a test", "127.0.0.1"), TestContext.Current.CancellationToken))
            .Value
            .SignedIn
            .Caller;

    /// <summary>What registering or logging in with <c>claim_guest</c> does.</summary>
    public Task ClaimAsync(Caller guest, Caller user) =>
        Database.WriteAsync(
            async session =>
            {
                await Get<Belongings>().ClaimAsync(session, guest.PrincipalId, user.PrincipalId);
                return default(Done);
            },
            TestContext.Current.CancellationToken
        );

    public async Task<Conversation> StartChatAsync(Caller caller, NewConversation? start = null) =>
        (await Conversations.CreateAsync(caller, start ?? new NewConversation(), key: null, TestContext.Current.CancellationToken))
            .Value
            .Value;

    /// <summary>Two people who may write to each other; their chat's id.</summary>
    public async Task<string> MeetAsync(Caller one, Caller other)
    {
        var cancel = TestContext.Current.CancellationToken;
        var asked = (await Connections.AskAsync(one, email: null, other.UserId, key: null, cancel)).Value.Value;
        return (await Connections.AcceptAsync(other, asked.Id, cancel)).Value.ChatId!;
    }

    /// <summary>Says something to people.</summary>
    public async Task<PeopleMessageView> TellAsync(
        Caller caller,
        string chatId,
        string text,
        string? clientId = null,
        string? replyTo = null
    ) =>
        (
            await PeopleTurns.SayAsync(
                caller,
                new PeopleMessageRequest(chatId, text, clientId, replyTo),
                TestContext.Current.CancellationToken
            )
        )
            .Value
            .Value;

    public async Task<AcceptedTurn> SayAsync(Caller caller, Conversation chat, string text, string? clientId = null) =>
        (await Turns.StartAsync(caller, new TurnRequest(chat.Id, text, clientId), TestContext.Current.CancellationToken)).Value;

    public async Task<TurnEnded> FinishAsync(AcceptedTurn turn) =>
        await Follower.FinishAsync(turn.TurnId, TestContext.Current.CancellationToken) ?? throw new InvalidOperationException("Gone.");

    public async Task<TurnEnded> TalkAsync(Caller caller, Conversation chat, string text) =>
        await FinishAsync(await SayAsync(caller, chat, text));

    /// <summary>Says it in the place of an earlier message, on a branch of its own.</summary>
    public async Task<TurnEnded> EditAsync(Caller caller, Conversation chat, string messageId, string text) =>
        await FinishAsync(
            (await Turns.StartAsync(caller, new TurnRequest(chat.Id, text, Edits: messageId), TestContext.Current.CancellationToken)).Value
        );

    public async Task<TurnEnded> AnswerAgainAsync(Caller caller, Conversation chat, string messageId) =>
        await FinishAsync(
            (await Turns.AnswerAgainAsync(caller, chat.Id, messageId, key: null, TestContext.Current.CancellationToken)).Value
        );

    public async Task<MessageView> SelectAsync(Caller caller, Conversation chat, string messageId) =>
        (await Tree.SelectAsync(caller, chat.Id, messageId, TestContext.Current.CancellationToken)).Value;

    public async Task DeleteAsync(Caller caller, Conversation chat, string messageId) =>
        Assert.Null((await Tree.DeleteAsync(caller, chat.Id, messageId, TestContext.Current.CancellationToken)).Failure);

    public async Task<Conversation> OpenAsync(Caller caller, Conversation chat) =>
        (await Conversations.OpenAsync(caller, chat.Id, TestContext.Current.CancellationToken)).Value;

    public async Task<Conversation> ForkAsync(Caller caller, Conversation chat, string messageId) =>
        (await Forks.ForkAsync(caller, chat.Id, messageId, key: null, TestContext.Current.CancellationToken)).Value.Value;

    public async Task<IReadOnlyList<MessageView>> ReadAsync(Caller caller, Conversation chat) =>
        (
            await History.PageAsync(caller, chat.Id, cursor: null, newestFirst: false, limit: 200, TestContext.Current.CancellationToken)
        ).Value;

    /// <summary>The engine's services once more, on this database, with no worker started. Disposing them leaves the database open.</summary>
    internal ServiceProvider BuildAnother(Database database, TurnsOptions turns, bool isLocal = false, EmbeddingModel? embeddings = null) =>
        Build(database, Model, turns, isLocal, embeddings);

    /// <summary>A chat with this many messages, one after the other; their ids are the chat's with the depth.</summary>
    public async Task<Conversation> GrowChatAsync(Caller me, int count)
    {
        var chat = await StartChatAsync(me);
        await Database.WriteAsync(
            async session =>
            {
                await session.ExecuteAsync(
                    """
                    INSERT INTO messages (id, conversation_id, parent_id, depth, on_path, sender_id, role, content, status, offline,
                        prompt_tokens, completion_tokens, created_at)
                    WITH RECURSIVE numbers (n) AS (SELECT CAST(0 AS bigint) UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < @count)
                    SELECT @Id || '-' || CAST(n AS text), @Id, CASE WHEN n > 0 THEN @Id || '-' || CAST(n - 1 AS text) END, n, 1,
                        CASE WHEN n % 2 = 0 THEN @OwnerId END, CASE WHEN n % 2 = 0 THEN 'user' ELSE 'assistant' END, 'text', 'complete',
                        0, 0, 0, n
                    FROM numbers
                    """,
                    new
                    {
                        chat.Id,
                        chat.OwnerId,
                        count = (long)count,
                    }
                );
                return await session.ExecuteAsync(
                    "UPDATE conversations SET message_count = @count, user_message_count = @users WHERE id = @Id",
                    new
                    {
                        chat.Id,
                        count = (long)count,
                        users = (long)count / 2,
                    }
                );
            },
            TestContext.Current.CancellationToken
        );
        return chat;
    }

    private T Get<T>()
        where T : notnull
    {
        _ = storage.Database; // skips where there is none
        return (_services ?? throw new InvalidOperationException("Not started.")).GetRequiredService<T>();
    }

    private static ServiceProvider Build(
        Database database,
        ScriptedModel model,
        TurnsOptions turns,
        bool isLocal = false,
        EmbeddingModel? embeddings = null
    ) =>
        new ServiceCollection()
            .AddLogging()
            .AddSingleton(database)
            .AddSingleton(database.Clock)
            .AddSingleton<IChatClient>(model)
            .AddSingleton(new ModelReach(isLocal))
            .AddSingleton(new BackgroundModel(client: null, database.Clock))
            .AddSingleton(embeddings ?? EmbeddingModel.None(database.Clock))
            .AddEvents()
            .AddIdempotency()
            .AddSingleton(new UsersOptions())
            .AddUsers()
            .AddAgents()
            .AddConversations()
            .AddMemory()
            .AddPeople()
            .AddReactions()
            .AddReceipts()
            .AddPresence(_ => turns.NodeId)
            .AddPush(new PushOptions())
            .AddTurns(_ => turns)
            .AddPortability()
            .BuildServiceProvider();
}

public sealed class SqliteEngine : EngineApp
{
    public SqliteEngine()
        : this(new SqliteTestDatabase()) { }

    private SqliteEngine(SqliteTestDatabase storage)
        : base(storage) => File = storage.File;

    /// <summary>The database's file.</summary>
    public string File { get; }
}

public sealed class PostgresEngine() : EngineApp(new PostgresTestDatabase());
