namespace Kith.Engine.Tests.Models.Offline;

public sealed class RequestTests
{
    [Theory]
    [InlineData("Convert 5 miles to km", "8.05 km")]
    [InlineData("100 F in C", "37.78 °C")]
    [InlineData("convert 20 celsius to fahrenheit", "68 °F")]
    [InlineData("10 kg to lb", "22.05 lb")]
    public async Task Units_are_converted(string text, string expected) =>
        Assert.Contains(expected, await Chat.OnceAsync(text), StringComparison.Ordinal);

    [Theory]
    [InlineData("Fix this: I has two dog")]
    [InlineData("what should I cook tonight? I'm vegetarian")]
    [InlineData("can you help me write a short email to my boss")]
    public async Task What_takes_a_model_is_said_to_take_one(string text)
    {
        Assert.Contains("model", await Chat.OnceAsync(text), StringComparison.Ordinal);
        Assert.Contains("model", await Chat.OnceAsync(text, Chat.Assistant), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Forget that I love mangoes.")]
    [InlineData("Please forget my name")]
    [InlineData("can you forget everything I told you?")]
    [InlineData("Forget what you know about me")]
    [InlineData("Don't remember that I live in Pune")]
    public async Task What_is_to_be_forgotten_is_left_to_the_person(string text)
    {
        Assert.Contains("Memory", await new Chat(Chat.Medhavi).SayAsync("I love mangoes", text), StringComparison.Ordinal);
        Assert.Contains("Memory", await Chat.OnceAsync(text, Chat.Assistant), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Forget it, it's not important")]
    [InlineData("I forget my keys all the time")]
    [InlineData("Don't forget that I love mangoes")]
    [InlineData("Did you forget my name?")]
    public async Task What_only_speaks_of_forgetting_is_answered_as_ever(string text) =>
        Assert.DoesNotContain("Memory", await Chat.OnceAsync(text), StringComparison.Ordinal);

    [Fact]
    public async Task A_haiku_has_three_lines() => Assert.Equal(3, (await Chat.OnceAsync("Write a haiku about rain")).Split('\n').Length);

    [Fact]
    public async Task A_summary_is_made_of_the_persons_own_words() =>
        Assert.Contains(
            "- I live in Pune",
            await new Chat().SayAsync("I live in Pune", "Summarize what we talked about"),
            StringComparison.Ordinal
        );

    [Fact]
    public async Task The_first_hello_is_not_again() =>
        Assert.DoesNotContain("again", await Chat.OnceAsync("hello there"), StringComparison.Ordinal);

    [Fact]
    public async Task A_persona_with_a_name_says_it() =>
        Assert.Contains(
            "Anton",
            await Chat.OnceAsync("Who are you?", "You are Chef Anton, a cheerful Italian cook."),
            StringComparison.Ordinal
        );
}
