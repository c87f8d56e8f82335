using System.Text.RegularExpressions;
using Kith.Engine.Conversations;
using Kith.Engine.Memory;
using Kith.Engine.Memory.Facts;

namespace Kith.Engine.Tests.Memory.Facts;

/// <summary>
/// Facts follow messages, whatever is done to these in whatever order: after each step what holds is what a naive reading of the active
/// branches says.
/// </summary>
public abstract partial class FactWalkTests(EngineApp app)
{
    private const int Steps = 45;

    private static readonly string[] s_sayings =
    [
        "I live in Pune.",
        "I live in Oslo.",
        "I live in Lima.",
        "I work as a nurse.",
        "I have a dog called Bruno.",
        "I don't like mangoes.",
        "I love mangoes.",
        "What a day it was!",
    ];

    private readonly List<Conversation> _chats = [];
    private readonly HashSet<string> _untaught = new(StringComparer.Ordinal);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task What_holds_is_what_the_active_branches_say(int seed)
    {
        app.Model.Reset();
        var mind = await Mind.AddAsync(app);
        var random = new Random(seed);
        _chats.Add(await mind.StartChatAsync());
        var done = new List<string>();
        for (var i = 0; i < Steps; i++)
        {
            done.Add(await StepAsync(mind, random));
            // Now and then nothing is learned for a while, and what was said leaves before anybody learned from it.
            if (random.Next(3) == 0)
                continue;
            await app.Learner.CatchUpAsync(rest: 0, Cancel);
            var (expected, actual) = (await ExpectAsync(mind), await HoldingAsync(mind));
            Assert.True(expected == actual, $"After {string.Join(", ", done)}:\nexpected {expected}\nbut held {actual}");
        }

        foreach (var chat in _chats)
            Assert.Null((await app.Conversations.DeleteAsync(mind.Caller, chat.Id, Cancel)).Failure);
        await app.Learner.CatchUpAsync(rest: 0, Cancel);
        Assert.Empty(await mind.AllAsync());
    }

    private async Task<string> StepAsync(Mind mind, Random random)
    {
        var chat = _chats[random.Next(_chats.Count)];
        var thread = await app.ReadAsync(mind.Caller, chat);
        var any = thread.Count == 0 ? null : thread[random.Next(thread.Count)];
        var saying = s_sayings[random.Next(s_sayings.Length)];
        switch (any is null ? 0 : random.Next(12))
        {
            case 0 or 1 or 2 or 3:
                await app.TalkAsync(mind.Caller, chat, saying);
                return $"say {saying}";
            case 4 when any!.Message.Role == Roles.User:
                await app.EditAsync(mind.Caller, chat, any.Message.Id, saying);
                return $"edit {any.Message.Content} to {saying}";
            case 4 or 5:
                await app.AnswerAgainAsync(mind.Caller, chat, any!.Message.Id);
                return $"again after {any.Message.Depth}";
            case 6 or 7:
                var other = any!.Siblings[random.Next(any.Siblings.Count)];
                await app.SelectAsync(mind.Caller, chat, other);
                return $"select at {any.Message.Depth}";
            case 8:
                await app.DeleteAsync(mind.Caller, chat, any!.Message.Id);
                return $"delete from {any.Message.Depth}";
            case 9:
                _chats.Add(await app.ForkAsync(mind.Caller, chat, any!.Message.Id));
                return $"fork at {any.Message.Depth}";
            case 10 when _chats.Count > 1:
                _chats.Remove(chat);
                Assert.Null((await app.Conversations.DeleteAsync(mind.Caller, chat.Id, Cancel)).Failure);
                return "delete the chat";
            case 10:
                _chats.Add(await mind.StartChatAsync());
                return "another chat";
            default:
                return await WithoutMemoryAsync(mind, chat, saying);
        }
    }

    /// <summary>What is said while memory is off teaches nothing, also when it is on again, nor does a copy of it.</summary>
    private async Task<string> WithoutMemoryAsync(Mind mind, Conversation chat, string saying)
    {
        // What was said before is learned before.
        await app.Learner.CatchUpAsync(rest: 0, Cancel);
        await SwitchAsync(mind, memory: false);
        var said = await app.TalkAsync(mind.Caller, chat, $"{saying} Really.");
        _untaught.Add(said.UserMessage.Message.Content);
        await app.Learner.CatchUpAsync(rest: 0, Cancel);
        await SwitchAsync(mind, memory: true);
        return $"say {saying} without memory";
    }

    private Task SwitchAsync(Mind mind, bool memory) =>
        app.Profiles.PutAsync(mind.Caller, new ProfileChange(null, null, null, memory, null, null), replace: false, Cancel);

    /// <summary>Of what can have one value at a time the one that was said last, and all else that is said on an active branch.</summary>
    private async Task<string> ExpectAsync(Mind mind)
    {
        var said = new List<Message>();
        foreach (var chat in _chats)
            said.AddRange((await app.ReadAsync(mind.Caller, chat)).Select(view => view.Message));
        return Line(
            said.Where(message => message.Role == Roles.User && !_untaught.Contains(message.Content))
                .OrderBy(message => message.CreatedAt)
                .ThenBy(message => message.Id, StringComparer.Ordinal)
                .Select(message => message.Content)
                .GroupBy(SlotOf)
                .Where(slot => slot.Key != "")
                .Select(slot => Subject().Match(slot.Last()).Value)
        );
    }

    private async Task<string> HoldingAsync(Mind mind)
    {
        var now = app.Database.Clock.NowMs();
        var live = await app.Database.ReadAsync(session => FactStore.ListLiveAsync(session, mind.Caller.PrincipalId, now), Cancel);
        return Line(live.Select(fact => Subject().Match(fact.Kind == FactKinds.Dislike ? "don't mangoes" : fact.Text).Value));
    }

    private static string SlotOf(string saying) =>
        saying.Contains("live", StringComparison.Ordinal) ? "home"
        : saying.Contains("mangoes", StringComparison.Ordinal) ? "taste"
        : saying.Contains("nurse", StringComparison.Ordinal) ? "job"
        : saying.Contains("Bruno", StringComparison.Ordinal) ? "dog"
        : "";

    private static string Line(IEnumerable<string> facts) => string.Join(' ', facts.Distinct().Order(StringComparer.Ordinal));

    /// <summary>What tells the sayings apart, and the facts.</summary>
    [GeneratedRegex(@"Pune|Oslo|Lima|nurse|Bruno|don't|mangoes", RegexOptions.None, 1000)]
    private static partial Regex Subject();
}

public sealed class SqliteFactWalkTests(SqliteEngine app) : FactWalkTests(app), IClassFixture<SqliteEngine>;

public sealed class PostgresFactWalkTests(PostgresEngine app) : FactWalkTests(app), IClassFixture<PostgresEngine>;
