namespace Kith.Engine.Tests.Models.Offline;

public sealed class FirstNameTests
{
    [Fact]
    public async Task A_friend_says_the_first_name()
    {
        var system = Chat.AiraPersona + "\n<kith:profile>\nname: Maya Lindqvist\n</kith:profile>";

        var answer = await Chat.OnceAsync("what's my name?", system);

        Assert.Contains("Maya", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("Lindqvist", answer, StringComparison.Ordinal);
    }
}
