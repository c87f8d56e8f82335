using Kith.Engine.Conversations;

namespace Kith.Engine.Tests.Conversations;

/// <summary>Who talks doesn't wait for who makes messages searchable. On PostgreSQL only: SQLite has one writer.</summary>
public sealed class IndexingMeanwhileTests(PostgresEngine app) : IClassFixture<PostgresEngine>
{
    [Fact]
    public async Task A_turn_runs_from_its_beginning_to_its_end_while_its_conversation_is_indexed()
    {
        var cancel = TestContext.Current.CancellationToken;
        var me = await app.AddPersonAsync();
        var chat = await app.StartChatAsync(me);

        await app.Database.WriteAsync(
            async session =>
            {
                Assert.Equal(me.PrincipalId, Assert.Single(await ConversationStore.LockOwnersAsync(session, [chat.Id])).OwnerId);
                return await TalkAsync().WaitAsync(TimeSpan.FromSeconds(30), cancel);
            },
            cancel
        );

        async Task<int> TalkAsync()
        {
            var turn = await app.SayAsync(me, chat, "hello");
            Assert.Equal(MessageStatus.Complete, (await app.Follower.FinishAsync(turn.TurnId, cancel))?.AiMessage.Message.Status);
            return 0;
        }
    }
}
