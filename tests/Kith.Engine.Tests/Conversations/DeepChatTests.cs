using Kith.Engine.Conversations;

namespace Kith.Engine.Tests.Conversations;

/// <summary>
/// Branches of very many messages, on each database; alone in it, for PostgreSQL goes on for a while with the plans it made
/// when its tables were small.
/// </summary>
public abstract class DeepChatTests(EngineApp app)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Twenty_thousand_messages_in_a_line_can_be_forked_left_chosen_and_deleted()
    {
        const int count = 20_000;
        var me = await app.AddPersonAsync();
        var chat = await app.GrowChatAsync(me, count);
        var first = IdOf(chat, 0);

        var fork = await app.ForkAsync(me, chat, IdOf(chat, count - 1));
        Assert.Equal((count, count / 2), (fork.MessageCount, fork.UserMessageCount));
        Assert.Equal(count, await OnPathAsync(fork));
        await app.EditAsync(me, chat, first, "from the beginning");
        Assert.Equal(2, await OnPathAsync(chat));
        await app.SelectAsync(me, chat, first);
        Assert.Equal(count, await OnPathAsync(chat));
        Assert.Equal(count, (await app.OpenAsync(me, chat)).MessageCount);
        await app.DeleteAsync(me, chat, first);

        Assert.Equal(2, await OnPathAsync(chat));
        var now = await app.OpenAsync(me, chat);
        Assert.Equal((2, 1), (now.MessageCount, now.UserMessageCount));
        Assert.Equal(["from the beginning", "Hello there!"], (await app.ReadAsync(me, chat)).Select(view => view.Message.Content));
    }

    private static string IdOf(Conversation chat, int depth) => $"{chat.Id}-{depth}";

    private Task<long> OnPathAsync(Conversation chat) =>
        app.Database.ReadAsync(
            s => s.CountAsync("SELECT count(*) FROM messages WHERE conversation_id = @Id AND on_path = 1", new { chat.Id }),
            Cancel
        );
}

public sealed class SqliteDeepChatTests(SqliteEngine app) : DeepChatTests(app), IClassFixture<SqliteEngine>;

public sealed class PostgresDeepChatTests(PostgresEngine app) : DeepChatTests(app), IClassFixture<PostgresEngine>;
