using Kith.Engine.Conversations;
using Kith.Engine.Events;
using Kith.Engine.Turns;
using Kith.Engine.Users;
using Microsoft.Extensions.AI;

namespace Kith.Engine.Tests.Conversations;

/// <summary>
/// A few hundred changes in a random order, each compared with a tree in memory that does the same naively; and the events of all of
/// them lead from nothing to what is there in the end.
/// </summary>
public abstract class MessageTreeWalkTests
{
    private readonly EngineApp _app;

    protected MessageTreeWalkTests(EngineApp app)
    {
        _app = app;
        app.Model.Reset();
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Whatever_is_done_the_tree_is_what_it_should_be(int seed)
    {
        var random = new Random(seed);
        var me = await _app.AddPersonAsync();
        var chat = await _app.StartChatAsync(me);
        var tree = new NaiveTree();
        var spent = 0L;
        _app.Model.Answer = call => random.Next(5) == 0 ? AsyncEnumerable.Empty<ChatResponseUpdate>() : ScriptedModel.Say("so")(call);

        for (var step = 0; step < 150; step++)
        {
            var what = await ChangeAsync(me, chat, tree, random);

            var now = await _app.OpenAsync(me, chat);
            var rows = await RowsAsync(chat);
            var context = $"seed {seed}, step {step}, {what}";
            Assert.True(tree.Rows().SequenceEqual(rows), $"{context}: {string.Join(", ", tree.Rows())} but {string.Join(", ", rows)}");
            Assert.True((tree.Texts, tree.UserTexts) == (now.MessageCount, now.UserMessageCount), $"{context}: the counts");
            Assert.True(now.TotalTokens >= spent, $"{context}: the total of tokens fell");
            spent = now.TotalTokens;
            await ReadBothWaysAsync(me, chat, tree, limit: random.Next(1, 5), context);
        }

        Assert.Equal(tree.Path.Select(node => node.Id), await ReplayAsync(me, tree));
    }

    private async Task<string> ChangeAsync(Caller me, Conversation chat, NaiveTree tree, Random random)
    {
        var any = tree.Nodes.Count == 0 ? null : tree.Nodes[random.Next(tree.Nodes.Count)];
        switch (random.Next(10))
        {
            case < 3 when any is not null && any.IsUser:
                Add(tree, await _app.EditAsync(me, chat, any.Id, "edited"));
                return $"edit {any.Id}";
            case < 5 when any is not null:
                Add(tree, await _app.AnswerAgainAsync(me, chat, any.Id));
                return $"answer {any.Id}";
            case 5 when any is not null:
                tree.Select(any);
                await _app.SelectAsync(me, chat, any.Id);
                return $"select {any.Id}";
            case 6 when any is not null:
                tree.Delete(any);
                await _app.DeleteAsync(me, chat, any.Id);
                return $"delete {any.Id}";
            default:
                Add(tree, await _app.TalkAsync(me, chat, "said"));
                return "send";
        }
    }

    private static void Add(NaiveTree tree, TurnEnded turn)
    {
        tree.Add(turn.UserMessage.Message);
        tree.Add(turn.AiMessage.Message);
    }

    private Task<IReadOnlyList<NaiveTree.Row>> RowsAsync(Conversation chat) =>
        _app.Database.ReadAsync(
            s =>
                s.QueryAsync<NaiveTree.Row>(
                    "SELECT id, parent_id, depth, on_path FROM messages WHERE conversation_id = @Id ORDER BY created_at, id",
                    new { chat.Id }
                ),
            Cancel
        );

    /// <summary>Page by page, from both ends: the active branch, once, with everybody's siblings.</summary>
    private async Task ReadBothWaysAsync(Caller me, Conversation chat, NaiveTree tree, int limit, string context)
    {
        foreach (var newestFirst in new[] { false, true })
        {
            var seen = new List<MessageView>();
            while (
                (await _app.History.PageAsync(me, chat.Id, seen.LastOrDefault()?.Message.Depth, newestFirst, limit, Cancel)).Value
                    is { Count: > 0 } page
            )
                seen.AddRange(page);
            if (newestFirst)
                seen.Reverse();
            Assert.True(tree.Path.Select(node => node.Id).SequenceEqual(seen.Select(view => view.Message.Id)), $"{context}: the pages");
            foreach (var (view, node) in seen.Zip(tree.Path))
                Assert.True(tree.Siblings(node).SequenceEqual(view.Siblings), $"{context}: the siblings of {node.Id}");
        }
    }

    /// <summary>The active branch as a client has it that only ever heard the events.</summary>
    private async Task<IEnumerable<string>> ReplayAsync(Caller me, NaiveTree tree)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        var seen = 0L;
        while (await _app.Log.ReadAsync(me.PrincipalId, seen, Cancel) is { Events: { Count: > 0 } page })
        {
            seen = page[^1].Seq;
            foreach (var entry in page)
            {
                if (entry.Kind is EventKinds.MessageCreated or EventKinds.MessageUpdated)
                    known.Add(entry.SubjectId);
                else if (entry.Kind == EventKinds.MessageDeleted)
                    known.Remove(entry.SubjectId);
                else if (entry.Kind == EventKinds.TurnEnded && await AnswerIdAsync(entry.SubjectId) is { } answer)
                    known.Add(answer);
            }
        }

        return tree.Nodes.Where(node => known.Remove(node.Id)).OrderBy(node => node.Depth).Select(node => node.Id).Concat(known);
    }

    private Task<string?> AnswerIdAsync(string turnId) =>
        _app.Database.ReadAsync(s => s.FindAsync<string>("SELECT ai_message_id FROM turns WHERE id = @turnId", new { turnId }), Cancel);
}

public sealed class SqliteMessageTreeWalkTests(SqliteEngine app) : MessageTreeWalkTests(app), IClassFixture<SqliteEngine>;

public sealed class PostgresMessageTreeWalkTests(PostgresEngine app) : MessageTreeWalkTests(app), IClassFixture<PostgresEngine>;
