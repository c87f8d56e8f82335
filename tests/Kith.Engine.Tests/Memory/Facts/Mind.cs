using Kith.Engine.Conversations;
using Kith.Engine.Memory.Facts;
using Kith.Engine.Memory.Learning;
using Kith.Engine.Users;

namespace Kith.Engine.Tests.Memory.Facts;

/// <summary>A person whose messages are learned from as the test says.</summary>
internal sealed class Mind(EngineApp app, Caller caller)
{
    public Caller Caller => caller;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<Mind> AddAsync(EngineApp app) => new(app, await app.AddPersonAsync());

    public static LearnedFact Fact(string text, string? slot = null, string kind = FactKinds.Other, bool isOver = false) =>
        new(kind, "me", text, slot, 0.5, Sensitivities.Normal, IsOver: isOver);

    public static LearnedFact Secret(string text) => Fact(text, kind: FactKinds.Health) with { Sensitivity = Sensitivities.Sensitive };

    public Task<Conversation> StartChatAsync() => app.StartChatAsync(caller);

    /// <summary>Says something in this chat, of which this is learned; answers the message's id.</summary>
    public async Task<string> SayAsync(Conversation chat, params LearnedFact[] facts)
    {
        var said = await app.TalkAsync(caller, chat, "Something about me.");
        await LearnAsync(said.UserMessage.Message.Id, facts);
        return said.UserMessage.Message.Id;
    }

    public Task<bool> LearnAsync(string messageId, params LearnedFact[] facts) => LearnAsync(messageId, new Learned(facts, null));

    public Task<bool> LearnAsync(string messageId, Learned learned) =>
        app.Database.WriteAsync(
            async session =>
                await MessageStore.FindAsync(session, messageId) is { } message
                && await ConversationStore.LockAsync(session, message.ConversationId) is { } conversation
                && await app.Consolidator.ApplyAsync(
                    session,
                    conversation,
                    messageId,
                    Time.FromMs(message.CreatedAt),
                    learned,
                    FactOrigins.Rules
                ),
            Cancel
        );

    /// <summary>Says something else in the place of a message, of which this is learned; answers the new message's id.</summary>
    public async Task<string> EditAsync(Conversation chat, string messageId, params LearnedFact[] facts)
    {
        var said = await app.EditAsync(caller, chat, messageId, "Something else about me.");
        await LearnAsync(said.UserMessage.Message.Id, facts);
        return said.UserMessage.Message.Id;
    }

    public async Task<KnownFact> TellAsync(FactInput input) => (await app.Facts.AddAsync(caller, input, key: null, Cancel)).Value.Value;

    public async Task<KnownFact> ChangeAsync(string text, FactInput change) =>
        (await app.Facts.ChangeAsync(caller, (await OneAsync(text)).Fact.Id, change, Cancel)).Value;

    public async Task ForgetAsync(string text) =>
        Assert.Null((await app.Facts.ForgetAsync(caller, (await OneAsync(text)).Fact.Id, Cancel)).Failure);

    public Task<IReadOnlyList<Mood>> MoodsAsync() => app.Moods.ListAsync(caller, null, null, null, null, 10, Cancel);

    /// <summary>What holds, from A to Z.</summary>
    public async Task<string> LiveAsync() =>
        string.Join(
            ' ',
            (
                await app.Database.ReadAsync(
                    session => FactStore.ListLiveAsync(session, caller.PrincipalId, app.Database.Clock.NowMs()),
                    Cancel
                )
            )
                .Select(fact => fact.Text)
                .Order(StringComparer.Ordinal)
        );

    /// <summary>All facts, the newest first.</summary>
    public Task<IReadOnlyList<KnownFact>> AllAsync() =>
        app.Database.ReadAsync(session => FactStore.ListAsync(session, caller.PrincipalId), Cancel);

    public async Task<KnownFact> OneAsync(string text) => Assert.Single(await AllAsync(), known => known.Fact.Text == text);
}
