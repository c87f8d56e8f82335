namespace Kith.Engine.Tests.Models.Offline;

public sealed class SmallTalkTests
{
    private static readonly string[] Chatter =
    [
        "hi",
        "how are you?",
        "good",
        "not much",
        "ok",
        "lol",
        "I'm bored",
        "sure",
        "I give up",
        "tell me something",
        "hm",
        "nice",
        "it's raining",
        "I like rain",
        "yes",
        "I had pasta for lunch",
        "it was okay",
        "my mom made it",
        "she is sweet",
        "I guess",
        "what do you think about the sea?",
        "I prefer mountains",
        "haha",
        "thanks",
        "I'm sleepy",
        "maybe",
        "do you ever sleep?",
        "no",
        "hello again",
        "bye",
    ];

    [Theory]
    [InlineData(Chat.Aira)]
    [InlineData(Chat.Medhavi)]
    [InlineData(Chat.Assistant)]
    public async Task Thirty_turns_of_small_talk_never_repeat_an_answer(string system)
    {
        var chat = new Chat(system);
        var answers = new HashSet<string>(StringComparer.Ordinal);

        foreach (var text in Chatter)
        {
            var answer = await chat.SayAsync(text);
            Assert.True(answers.Add(answer), $"{text}: {answer}");
        }
    }

    [Theory]
    [InlineData("hi")]
    [InlineData("ok")]
    [InlineData("the thing is blue")]
    [InlineData("why though?")]
    [InlineData("how are you?")]
    public async Task Saying_the_same_thing_thirty_times_never_gets_the_same_answer_twice(string text)
    {
        var chat = new Chat();
        var answers = new HashSet<string>(StringComparer.Ordinal);

        for (var i = 0; i < 30; i++)
        {
            var answer = await chat.SayAsync(text);
            Assert.True(answers.Add(answer), $"turn {i}: {answer}");
        }
    }

    [Fact]
    public async Task The_same_conversation_gets_the_same_words_and_another_gets_others()
    {
        Assert.Equal(await new Chat().SayAsync(Chatter), await new Chat().SayAsync(Chatter));

        var firsts = new HashSet<string>(StringComparer.Ordinal);
        foreach (var hello in new[] { "hi", "hello", "hey", "Hi!", "hello there", "hey you", "hiya", "good evening" })
        {
            firsts.Add(await Chat.OnceAsync(hello));
        }
        Assert.InRange(firsts.Count, 3, 8);
    }
}
