using Kith.Engine.Conversations;
using Kith.Engine.Memory;
using Kith.Engine.Memory.Facts;
using Kith.Engine.Memory.Learning;
using Kith.Engine.Memory.Search;
using Kith.Engine.Tests.Memory.Facts;
using Kith.Engine.Tests.Memory.Search;
using Kith.Engine.Users;

namespace Kith.Engine.Tests.Users;

/// <summary>
/// What is long goes at once for everybody, and out of the tables in rounds, on each database. The worker doesn't run here: tests say when
/// a round is.
/// </summary>
public abstract class LongErasureTests(EngineApp app)
{
    /// <summary>More than a transaction deletes.</summary>
    private const int Messages = (3 * Erasures.AtOnce) + 17;

    /// <summary>Every table with a column that leads to a person, and how.</summary>
    private static readonly (string Table, string Of)[] s_tables =
    [
        ("conversations", "owner_id = @id"),
        ("messages", "conversation_id = @chat"),
        ("turns", "conversation_id = @chat"),
        ("summaries", "conversation_id = @chat"),
        ("search_documents", "message_id IN (SELECT id FROM messages WHERE conversation_id = @chat)"),
        ("facts", "principal_id = @id"),
        ("moods", "principal_id = @id"),
        ("events", "principal_id = @id"),
        ("event_logs", "principal_id = @id"),
        ("search_owners", "principal_id = @id"),
        ("profiles", "principal_id = @id"),
        ("principals", "id = @id"),
    ];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_long_chat_is_gone_at_once_and_then_its_rows_go()
    {
        var me = await Mind.AddAsync(app);
        var other = await me.StartChatAsync();
        await me.LearnAsync(await me.SayAsync(other, Mind.Fact("Likes tea.", "taste:tea")), new Learned([], new LearnedMood("calm", 1)));
        var chat = await Corpus.AddAsync(app, me.Caller, [.. Enumerable.Range(0, Messages).Select(i => $"rambutan {i}")]);
        var said = await me.SayAsync(chat, Mind.Fact("Likes tea.", "taste:tea"), Mind.Fact("Keeps bees."));
        await me.LearnAsync(said, new Learned([], new LearnedMood("proud", 1)));
        await app.Index.CatchUpAsync(Cancel);
        var postings = await CountAsync("SELECT count(*) FROM search_postings");

        Assert.Null((await app.Conversations.DeleteAsync(me.Caller, chat.Id, Cancel)).Failure);

        Assert.InRange(await CountMessagesAsync(chat), 1, Messages);
        Assert.IsType<NotFound>((await app.Conversations.OpenAsync(me.Caller, chat.Id, Cancel)).Failure);
        Assert.IsType<NotFound>((await app.Conversations.DeleteAsync(me.Caller, chat.Id, Cancel)).Failure);
        Assert.IsType<NotFound>((await app.History.PageAsync(me.Caller, chat.Id, null, false, 10, Cancel)).Failure);
        Assert.Equal([other.Id], (await app.Conversations.ListAsync(me.Caller, null, null, 50, Cancel)).Value.Select(one => one.Id));
        Assert.Empty((await app.Search.FindAsync(me.Caller, "rambutan", null, 0, 10, Cancel)).Value.Results);
        var query = new MemoryQuery("rambutan", 10, Kinds: null, ConversationId: null, DateTimeOffset.UtcNow);
        Assert.DoesNotContain(
            (await app.MemorySearch.SearchAsync(me.Caller, query, Cancel)).Value,
            hit => hit.Text.Contains("rambutan", StringComparison.Ordinal)
        );
        var known = Assert.Single(await me.AllAsync());
        Assert.Equal(("Likes tea.", 1), (known.Fact.Text, known.Sources.Count));
        Assert.Equal(["calm"], (await me.MoodsAsync()).Select(mood => mood.Label));

        await EraseAllAsync();

        Assert.Equal(0, await CountMessagesAsync(chat));
        Assert.True(await CountAsync("SELECT count(*) FROM search_postings") < postings - (2 * Messages));
        Assert.Equal(0, await CountAsync("SELECT count(*) FROM principals WHERE kind = 'gone'"));
        Assert.Single((await app.Conversations.ListAsync(me.Caller, null, null, 50, Cancel)).Value);
    }

    [Fact]
    public async Task A_person_is_nobody_at_once_and_then_their_rows_go()
    {
        var me = new Mind(app, await app.AddGuestAsync());
        var chat = await Corpus.AddAsync(app, me.Caller, [.. Enumerable.Range(0, Messages).Select(i => $"durian {i}")]);
        await me.LearnAsync(await me.SayAsync(chat, Mind.Fact("Keeps bees.")), new Learned([], new LearnedMood("proud", 1)));
        await app.Profiles.PutAsync(me.Caller, new ProfileChange("Medhavi", null, null, null, null, null), replace: false, Cancel);
        await app.Index.CatchUpAsync(Cancel);
        var others = await CountOfOthersAsync(me.Caller);

        await app.Database.WriteAsync(session => app.Belongings.EraseAsync(session, me.Caller.PrincipalId), Cancel);

        Assert.Equal(1, await CountAsync("SELECT count(*) FROM principals WHERE kind = 'gone'"));
        Assert.Equal(0, await CountAsync("SELECT count(*) FROM sign_ins WHERE principal_id = @id", new { id = me.Caller.PrincipalId }));
        var rounds = await EraseAllAsync();

        Assert.InRange(rounds, 3, 40);
        foreach (var (table, of) in s_tables)
            Assert.Equal(
                (table, 0L),
                (table, await CountAsync($"SELECT count(*) FROM {table} WHERE {of}", new { id = me.Caller.PrincipalId, chat = chat.Id }))
            );
        Assert.Equal(others, await CountOfOthersAsync(me.Caller));
    }

    [Fact]
    public async Task The_people_of_an_app_go_with_its_owner_and_then_their_rows_go()
    {
        const int people = 3;
        var owner = await app.AddPersonAsync();
        var made = (await app.ApiKeys.CreateAsync(owner, "My app", scopes: null, Cancel)).Value;
        var key = (await app.ApiKeys.OpenAsync(made.Secret, Cancel)).Value;
        var chats = new List<Conversation>();
        for (var i = 0; i < people; i++)
        {
            var person = (await app.Database.WriteAsync(session => app.EndUsers.EnterAsync(session, key, $"person {i}"), Cancel)).Value;
            chats.Add(await Corpus.AddAsync(app, person, [.. Enumerable.Range(0, Erasures.AtOnce - 1).Select(said => $"salak {said}")]));
        }

        await app.Database.WriteAsync(session => app.Belongings.EraseAsync(session, owner.PrincipalId), Cancel);

        // So that the one writer isn't held for as long as an app has people.
        Assert.True(await CountOfAllAsync(chats) >= (people - 1) * (Erasures.AtOnce - 1));
        Assert.IsType<Unauthenticated>((await app.ApiKeys.OpenAsync(made.Secret, Cancel)).Failure);
        foreach (var chat in chats)
            Assert.IsType<NotFound>((await app.EndUsers.OpenAsync(key, chat.OwnerId, Cancel)).Failure);
        await EraseAllAsync();

        Assert.Equal(0, await CountOfAllAsync(chats));
        foreach (var chat in chats)
            Assert.Equal(0, await CountAsync("SELECT count(*) FROM principals WHERE id = @OwnerId", new { chat.OwnerId }));
    }

    [Fact]
    public async Task A_key_with_many_people_is_revoked_at_once_and_then_they_go()
    {
        const int people = 50;
        var owner = await app.AddPersonAsync();
        var made = (await app.ApiKeys.CreateAsync(owner, "My app", scopes: null, Cancel)).Value;
        var key = (await app.ApiKeys.OpenAsync(made.Secret, Cancel)).Value;
        for (var i = 0; i < people; i++)
            await app.Database.WriteAsync(session => app.EndUsers.EnterAsync(session, key, $"person {i}"), Cancel);
        var talker = (await app.Database.WriteAsync(session => app.EndUsers.EnterAsync(session, key, "person 0"), Cancel)).Value;
        var chat = await Corpus.AddAsync(app, talker, [.. Enumerable.Range(0, Messages).Select(i => $"longan {i}")]);
        var of = new { KeyId = made.Key.Id };
        var before = app.Database.Statements;

        Assert.Null((await app.ApiKeys.RevokeAsync(owner, made.Key.Id, Cancel)).Failure);

        Assert.InRange(app.Database.Statements - before, 1, 10);
        Assert.Equal(people, await CountAsync("SELECT count(*) FROM end_users WHERE api_key_id = @KeyId", of));
        Assert.IsType<Unauthenticated>((await app.ApiKeys.OpenAsync(made.Secret, Cancel)).Failure);
        Assert.IsType<NotFound>((await app.EndUsers.ListAsync(owner, made.Key.Id, null, 10, Cancel)).Failure);
        Assert.IsType<NotFound>((await app.ApiKeys.RevokeAsync(owner, made.Key.Id, Cancel)).Failure);

        // A round of one node, then another's.
        await app.Belongings.EraseNextAsync(60, Cancel);
        Assert.InRange(await CountAsync("SELECT count(*) FROM end_users WHERE api_key_id = @KeyId", of), 1, people - 1);
        await EraseAllAsync();

        Assert.Equal(0, await CountMessagesAsync(chat));
        Assert.Equal(0, await CountAsync("SELECT count(*) FROM end_users WHERE api_key_id = @KeyId", of));
        Assert.Equal(0, await CountAsync("SELECT count(*) FROM api_keys WHERE id = @KeyId", of));
        Assert.Equal(1, await CountAsync("SELECT count(*) FROM principals WHERE user_id = @UserId", owner));
    }

    [Fact]
    public async Task Nobody_makes_keys_for_somebody_who_is_gone()
    {
        var me = await app.AddPersonAsync();
        await Corpus.AddAsync(app, me, [.. Enumerable.Range(0, Messages).Select(i => $"langsat {i}")]);
        await app.Database.WriteAsync(session => app.Belongings.EraseAsync(session, me.PrincipalId), Cancel);

        var made = await app.ApiKeys.CreateAsync(me, "My app", scopes: null, Cancel);

        Assert.Equal(1, await CountAsync("SELECT count(*) FROM principals WHERE id = @PrincipalId", new { me.PrincipalId }));
        Assert.IsType<Unauthenticated>(made.Failure);
        await EraseAllAsync();
    }

    [Fact]
    public async Task Who_is_not_there_to_the_end_is_gone_on_with_by_the_next()
    {
        var me = await app.AddGuestAsync();
        await Corpus.AddAsync(app, me, [.. Enumerable.Range(0, Messages).Select(i => $"pomelo {i}")]);
        await app.Database.WriteAsync(session => app.Belongings.EraseAsync(session, me.PrincipalId), Cancel);

        // Two nodes at once, and each stops after a round.
        await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() => app.Belongings.EraseNextAsync(20, Cancel), Cancel)));
        await EraseAllAsync();

        Assert.Equal(0, await CountAsync("SELECT count(*) FROM conversations WHERE owner_id = @id", new { id = me.PrincipalId }));
        Assert.Equal(0, await CountAsync("SELECT count(*) FROM principals WHERE id = @id", new { id = me.PrincipalId }));
    }

    [Fact]
    public async Task What_is_short_is_gone_with_the_transaction()
    {
        var me = await app.AddPersonAsync();
        var chat = await Corpus.AddAsync(app, me, ["one", "two"]);
        await EraseAllAsync();

        await app.Conversations.DeleteAsync(me, chat.Id, Cancel);

        Assert.Equal(0, await CountMessagesAsync(chat));
        Assert.Equal(0, await CountAsync("SELECT count(*) FROM principals WHERE kind = 'gone'"));
    }

    private async Task<int> EraseAllAsync()
    {
        var rounds = 0;
        while (await app.Belongings.EraseNextAsync(60, Cancel))
            rounds++;
        return rounds;
    }

    private Task<long> CountMessagesAsync(Conversation chat) =>
        CountAsync("SELECT count(*) FROM messages WHERE conversation_id = @Id", new { chat.Id });

    private async Task<long> CountOfAllAsync(IEnumerable<Conversation> chats)
    {
        var count = 0L;
        foreach (var chat in chats)
            count += await CountMessagesAsync(chat);
        return count;
    }

    /// <summary>The rows of everybody else.</summary>
    private async Task<string> CountOfOthersAsync(Caller me)
    {
        var counts = new List<string>();
        foreach (var (table, column) in new[] { ("conversations", "owner_id"), ("facts", "principal_id"), ("events", "principal_id") })
            counts.Add($"{table} {await CountAsync($"SELECT count(*) FROM {table} WHERE {column} <> @id", new { id = me.PrincipalId })}");
        return string.Join(", ", counts);
    }

    private Task<long> CountAsync(string sql, object? parameters = null) =>
        app.Database.ReadAsync(session => session.CountAsync(sql, parameters), Cancel);
}

public sealed class SqliteLongErasureTests(SqliteEngine app) : LongErasureTests(app), IClassFixture<SqliteEngine>;

public sealed class PostgresLongErasureTests(PostgresEngine app) : LongErasureTests(app), IClassFixture<PostgresEngine>;
