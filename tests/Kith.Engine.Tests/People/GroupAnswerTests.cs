using System.Threading.Channels;
using Kith.Engine.Conversations;
using Kith.Engine.Conversations.Members;
using Kith.Engine.Memory;
using Kith.Engine.People;
using Kith.Engine.Turns;
using Kith.Engine.Users;

namespace Kith.Engine.Tests.People;

/// <summary>An agent that is called by name in a group, on each database.</summary>
public abstract class GroupAnswerTests
{
    private readonly EngineApp _app;
    private string _direct = "";

    protected GroupAnswerTests(EngineApp app)
    {
        _app = app;
        app.Model.Reset();
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_agent_called_by_name_answers_for_all_to_see()
    {
        var (ann, bob, group) = await GatherAsync();
        await _app.TellAsync(bob, group, "Shall we go on Friday?");

        var question = await _app.TellAsync(ann, group, "@aira, what do you think?");
        await DoneAsync(ann, group, answers: 1);

        foreach (var reader in new[] { ann, bob })
        {
            var answer = (await ReadAsync(reader, group))[^1];
            Assert.Equal(("Hello there!", MessageStatus.Complete), (answer.Message.Content, answer.Message.Status));
            Assert.True(answer.Sender.IsAgent);
            Assert.Equal("Aira", answer.Sender.DisplayName);
            Assert.Equal(question.Message.Id, answer.Message.ReplyTo);
        }
    }

    [Fact]
    public async Task It_is_told_what_the_group_said_and_nothing_of_anybody_else()
    {
        var (ann, bob, group) = await GatherAsync();
        await _app.Profiles.PutAsync(ann, new ProfileChange("Annabel the secret", null, null, null, null, null), replace: false, Cancel);
        var own = await _app.StartChatAsync(ann);
        await _app.TalkAsync(ann, own, "My secret colour is mauve.");
        await _app.Model.NextCallAsync();
        await _app.TellAsync(bob, group, "I like teal.");

        await _app.TellAsync(ann, group, "@aira which colours were said?");
        var call = await _app.Model.NextCallAsync();

        Assert.Equal(["bob: I like teal.", "ann: @aira which colours were said?"], call.Messages.Skip(1).Select(message => message.Text));
        Assert.DoesNotContain(call.Messages, message => message.Text.Contains("mauve") || message.Text.Contains("Annabel"));
        await DoneAsync(ann, group, answers: 1);
    }

    [Fact]
    public async Task Where_somebody_forbids_it_the_others_words_are_not_told()
    {
        var (ann, bob, group) = await GatherAsync();
        await _app.TellAsync(bob, group, "Between us.");
        await _app.Database.WriteAsync(
            session =>
                session.ExecuteAsync(
                    "UPDATE members SET ai_context = 0 WHERE conversation_id = @group AND principal_id = @PrincipalId",
                    new { group, bob.PrincipalId }
                ),
            Cancel
        );

        await _app.TellAsync(ann, group, "@aira hello");
        var call = await _app.Model.NextCallAsync();

        Assert.Equal(["ann: @aira hello"], call.Messages.Skip(1).Select(message => message.Text));
        await DoneAsync(ann, group, answers: 1);
    }

    [Fact]
    public async Task Who_is_called_while_another_answers_answers_after_it()
    {
        var (ann, bob, group) = await GatherAsync();
        var pieces = Channel.CreateUnbounded<string>();
        _app.Model.Answer = ScriptedModel.Say(pieces.Reader);

        await _app.TellAsync(ann, group, "@aira one");
        await _app.Model.NextCallAsync();
        await _app.TellAsync(bob, group, "@aira two");
        _app.Model.Answer = ScriptedModel.Say("Second.");
        await pieces.Writer.WriteAsync("First.", Cancel);
        pieces.Writer.Complete();
        await DoneAsync(ann, group, answers: 2);

        Assert.Equal(["@aira one", "First.", "@aira two", "Second."], (await ReadAsync(bob, group)).Select(view => view.Message.Content));
    }

    [Fact]
    public async Task In_a_direct_chat_or_by_a_name_nobody_has_nobody_answers()
    {
        var (ann, bob, group) = await GatherAsync();

        await _app.TellAsync(ann, _direct, "@aira hello");
        await _app.TellAsync(ann, group, "@nobody hello, write to ann@aira.example");

        Assert.False(_app.Model.HasCalls);
        Assert.Single(await ReadAsync(bob, _direct));
        Assert.Single(await ReadAsync(bob, group));
    }

    [Fact]
    public async Task Any_member_stops_it_and_nobody_else()
    {
        var (ann, bob, group) = await GatherAsync();
        var pieces = Channel.CreateUnbounded<string>();
        _app.Model.Answer = ScriptedModel.Say(pieces.Reader);
        await _app.TellAsync(ann, group, "@aira tell me everything");
        await pieces.Writer.WriteAsync("Once", Cancel);
        await _app.Model.NextCallAsync();
        var turn = (await _app.Feed.PollAsync(bob, 0, TimeSpan.Zero, Cancel)).Frames.OfType<PeopleTurnStartedFrame>().Last();

        Assert.IsType<NotFound>((await _app.Stopper.TellAsync(await _app.AddPersonAsync("eve"), turn.TurnId, Cancel)).Failure);
        Assert.Null((await _app.Stopper.TellAsync(bob, turn.TurnId, Cancel)).Failure);
        await DoneAsync(bob, group, answers: 1);

        Assert.Equal(MessageStatus.Stopped, (await ReadAsync(ann, group))[^1].Message.Status);
    }

    private async Task<(Caller Ann, Caller Bob, string Group)> GatherAsync()
    {
        var ann = await _app.AddPersonAsync("ann");
        var bob = await _app.AddPersonAsync("bob");
        _direct = await _app.MeetAsync(ann, bob);
        var group = (await _app.Groups.CreateAsync(ann, new NewGroup("Friends", [bob.PrincipalId]), key: null, Cancel)).Value.Value.Chat.Id;
        return (ann, bob, group);
    }

    /// <summary>Waits until so many answers are told to be over.</summary>
    private async Task DoneAsync(Caller reader, string group, int answers)
    {
        var done = 0;
        for (var cursor = 0L; done < answers; )
        {
            var page = await _app.Feed.PollAsync(reader, cursor, TimeSpan.FromSeconds(10), Cancel);
            Assert.NotEmpty(page.Frames);
            done += page.Frames.Count(frame => frame is PeopleTurnDoneFrame);
            cursor = page.Cursor;
        }
    }

    private async Task<IReadOnlyList<PeopleMessageView>> ReadAsync(Caller reader, string chat) =>
        (await _app.PeopleMessages.PageAsync(reader, chat, cursor: null, newestFirst: false, 200, Cancel)).Value;
}

public sealed class SqliteGroupAnswerTests(SqliteEngine app) : GroupAnswerTests(app), IClassFixture<SqliteEngine>;

public sealed class PostgresGroupAnswerTests(PostgresEngine app) : GroupAnswerTests(app), IClassFixture<PostgresEngine>;
