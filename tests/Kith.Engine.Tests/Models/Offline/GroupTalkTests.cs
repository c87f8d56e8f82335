using Kith.Engine.Models.Offline;
using Kith.Engine.Models.Offline.Reading;
using Microsoft.Extensions.AI;

namespace Kith.Engine.Tests.Models.Offline;

/// <summary>The offline friend among several people.</summary>
public sealed class GroupTalkTests
{
    [Fact]
    public void What_others_said_is_not_about_who_speaks()
    {
        var read = GroupTalk.Read([
            new ChatMessage(ChatRole.System, "You are Aira."),
            From("bob", "bob: I am called Bob."),
            From("ann", "ann: @aira, hello"),
            new ChatMessage(ChatRole.Assistant, "Hi."),
            From("ann", "ann: what is my name, @aira?"),
        ]);

        Assert.Equal(["You are Aira.", "hello", "Hi.", "what is my name, ?"], read.Select(message => message.Text));
    }

    [Fact]
    public void Where_nobody_is_named_nothing_changes()
    {
        ChatMessage[] talk = [new(ChatRole.User, "ann: @aira, hello")];

        Assert.Same(talk, GroupTalk.Read(talk));
    }

    [Fact]
    public async Task A_greeting_in_a_group_is_greeted()
    {
        using var friend = new OfflineFriend(new OfflineFriendOptions { Pace = TimeSpan.Zero }, TimeProvider.System);

        var alone = await friend.GetResponseAsync([From(null, "Hello!")], null, TestContext.Current.CancellationToken);
        var among = await friend.GetResponseAsync([From("ann", "ann: @aira Hello!")], null, TestContext.Current.CancellationToken);

        Assert.Equal(alone.Text, among.Text);
    }

    private static ChatMessage From(string? author, string text) => new(ChatRole.User, text) { AuthorName = author };
}
