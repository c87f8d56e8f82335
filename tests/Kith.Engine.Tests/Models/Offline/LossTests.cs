namespace Kith.Engine.Tests.Models.Offline;

public sealed class LossTests
{
    [Theory]
    [InlineData("my dog Bruno died", "sorry.*Bruno|Losing Bruno")]
    [InlineData("my grandmother died last week", "sorry.*your grandmother|Losing your grandmother")]
    [InlineData("I lost my father last year", "sorry.*your father|Losing your father")]
    [InlineData("We had to put our cat Mia down", "sorry.*Mia|Losing Mia")]
    [InlineData("my best friend passed away", "sorry.*your best friend|Losing your best friend")]
    [InlineData("My cat Luna is sick", "(?i)sorry.*Luna|Luna.*sorry")]
    [InlineData("my sister Ana is in the hospital", "(?i)sorry.*Ana|Ana.*sorry")]
    [InlineData("my mom has cancer", "(?i)sorry.*your mom|your mom.*sorry")]
    public async Task Loss_and_illness_are_met_with_sympathy_that_names_the_one_meant(string text, string pattern) =>
        Assert.Matches(pattern, await Chat.OnceAsync(text));

    [Theory]
    [InlineData("my phone died")]
    [InlineData("my brother passed his exam")]
    [InlineData("my dog is dead tired")]
    [InlineData("my cat is sick of the rain")]
    [InlineData("my sister died laughing")]
    public async Task What_only_sounds_like_a_loss_gets_no_condolence(string text) =>
        Assert.DoesNotMatch("(?i)sorry|losing|grief", await Chat.OnceAsync(text));

    [Fact]
    public async Task She_means_the_one_who_was_just_said_to_be_ill()
    {
        var chat = new Chat();
        await chat.SayAsync("My cat Luna is sick");

        Assert.Matches("sorry", await chat.SayAsync("the vet says she may not make it"));
        Assert.Contains("Luna", await chat.SayAsync("she died last night"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("She raised me. We used to bake bread every Sunday")]
    [InlineData("I still have her rolling pin")]
    [InlineData("the house is so quiet")]
    [InlineData("I should have called her more often")]
    [InlineData("yes")]
    public async Task What_is_told_after_a_loss_gets_a_gentle_answer(string text)
    {
        var answer = await new Chat().SayAsync("my grandmother died", text);

        Assert.Matches(
            "worth keeping|meant to you|good to hear|Love like that|no hurry|Of course it hurts|Some days|as you like|heavy|Loss goes|love for",
            answer
        );
    }

    [Fact]
    public async Task The_dead_are_never_asked_about_as_if_they_lived()
    {
        var chat = new Chat();
        await chat.SayAsync("hi, my dog is called Bruno", "Bruno died yesterday");
        foreach (var text in new[] { "I had soup", "then I watered the plants", "okay", "I read a book", "yes", "it was cold", "hm" })
        {
            Assert.DoesNotMatch("How is Bruno|between you|like about Bruno|What is Bruno", await chat.SayAsync(text));
        }

        Assert.Contains("was called Bruno", await chat.SayAsync("what was my dog's name?"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("lately I can't sleep and I feel really lonely since my divorce", "(?i)lonely.*divorce|divorce.*lonely")]
    [InlineData("I'm happy for her but also jealous", "(?i)happy and jealous")]
    [InlineData("I'm tired but proud", "(?i)tired and proud")]
    [InlineData("I'm sad and angry", "(?i)angry.*sad")]
    public async Task Several_feelings_are_all_heard(string text, string pattern) => Assert.Matches(pattern, await Chat.OnceAsync(text));

    [Fact]
    public async Task Loneliness_weighs_more_than_a_bad_night() =>
        Assert.DoesNotMatch("twenty minutes|Breathe|on paper", await Chat.OnceAsync("I can't sleep and I feel so lonely"));
}
