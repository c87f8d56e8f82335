namespace Kith.Engine.Tests.Models.Offline;

public sealed class QuestionTests
{
    [Theory]
    [InlineData("my dog Bruno is the only one who is happy to see me when I come home")]
    [InlineData("I think about where I live and why it rains")]
    public async Task A_statement_with_the_words_of_a_question_is_not_one(string text) =>
        Assert.DoesNotMatch(
            "(?i)you told me|I remember:|haven't told|hasn't come up|You wrote|In your own words|You said",
            await new Chat().SayAsync("my dog Bruno is old", text)
        );

    [Fact]
    public async Task Everything_asked_in_one_question_is_answered()
    {
        var chat = new Chat(Chat.Medhavi);
        await chat.SayAsync("my dog Bruno is old");

        Assert.Matches("Medhavi.*Bruno", await chat.SayAsync("do you remember my name and my dog's name?"));
        Assert.Matches("Medhavi.*your age", await chat.SayAsync("do you remember my name and my age?"));
    }

    [Theory]
    [InlineData("I am 34 and live in Lisbon. Where do I live?", "Lisbon")]
    [InlineData("I am 34 and live in Lisbon. How old am I?", "34")]
    [InlineData("My dog is called Bruno. What's my dog's name?", "Bruno")]
    public async Task What_a_message_tells_is_read_before_its_question(string text, string answer) =>
        Assert.Contains(answer, await Chat.OnceAsync(text), StringComparison.Ordinal);

    [Fact]
    public async Task A_short_reply_is_the_answer_to_the_question_before_it()
    {
        var chat = new Chat();
        var asked = await chat.SayAsync("I'm nervous about my exams");
        Assert.EndsWith("?", asked, StringComparison.Ordinal);

        Assert.Matches("(?i)physics", await chat.SayAsync("physics"));
    }

    [Fact]
    public async Task Asked_why_it_asks_it_says_why() =>
        Assert.Matches("only know what you tell me|understand you better", await new Chat().SayAsync("I'm sad", "why do you ask?"));

    [Fact]
    public async Task Told_that_a_question_went_unanswered_it_comes_back_to_it() =>
        Assert.Contains(
            "why is the sky blue?",
            await new Chat().SayAsync("why is the sky blue?", "you didn't answer my question"),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("my dog died")]
    [InlineData("my wife left me")]
    [InlineData("I feel so lonely")]
    public async Task Asked_what_it_would_do_after_something_sad_it_answers_kindly(string sad) =>
        Assert.Matches("friend's guess|as gentle with myself|stand where you stand", await new Chat().SayAsync(sad, "what would you do?"));
}
