using Kith.Engine.Models;
using Microsoft.Extensions.AI;

namespace Kith.Engine.Tests.Models.Offline;

public sealed class OtherAnswerTests
{
    [Theory]
    [InlineData("hi")]
    [InlineData("how are you?")]
    [InlineData("I'm bored")]
    [InlineData("tell me a joke")]
    [InlineData("thanks")]
    [InlineData("I feel so sad today")]
    [InlineData("what do you think about the sea?")]
    [InlineData("I had pasta for lunch")]
    public async Task Another_answer_to_the_same_message_has_other_words_and_is_the_same_each_time(string text)
    {
        var first = await AnswerAsync(text, otherAnswers: 0);
        var second = await AnswerAsync(text, otherAnswers: 1);

        Assert.NotEqual(first, second);
        Assert.Equal(first, await Chat.OnceAsync(text));
        Assert.Equal(second, await AnswerAsync(text, otherAnswers: 1));
    }

    [Fact]
    public async Task However_often_it_is_asked_it_answers()
    {
        for (var others = 0; others < 40; others++)
            Assert.NotEmpty(await AnswerAsync("hello", others));
    }

    [Fact]
    public async Task Who_may_be_in_danger_is_told_where_help_is_in_every_answer()
    {
        for (var others = 0; others < 8; others++)
        {
            var chat = new Chat(Chat.InTimeZone("Asia/Kolkata"), Options(others));
            Assert.Contains("14416", await chat.SayAsync("I want to kill myself"), StringComparison.Ordinal);
        }
    }

    private static Task<string> AnswerAsync(string text, int otherAnswers) => new Chat(options: Options(otherAnswers)).SayAsync(text);

    private static ChatOptions Options(int otherAnswers) =>
        new() { AdditionalProperties = new() { [ModelAnswer.OtherAnswers] = otherAnswers } };
}
