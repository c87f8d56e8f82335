using Kith.Engine.Models.Offline.Reading;

namespace Kith.Engine.Tests.Models.Offline;

public sealed class NameAndFactTests
{
    [Theory]
    [InlineData("My name is Medhavi", "Medhavi")]
    [InlineData("my name is medhavi", "Medhavi")]
    [InlineData("Hi, I'm Tom!", "Tom")]
    [InlineData("hello, i am Zoë and I like tea", "Zoë")]
    [InlineData("My name's Jean-Luc", "Jean-Luc")]
    [InlineData("I'm Maria from Lisbon", "Maria")]
    [InlineData("call me Medi", "Medi")]
    [InlineData("My name is Medhavi, but call me Medi", "Medi")]
    [InlineData("you can call me Al", "Al")]
    [InlineData("Hi, this is Ana Maria.", "Ana Maria")]
    [InlineData("People call me Bear", "Bear")]
    [InlineData("my name is actually Priya", "Priya")]
    [InlineData("मेरा नाम नहीं. My name is मेधावी", "मेधावी")]
    public void A_name_is_read_where_it_is_given(string text, string name) =>
        Assert.Equal(name, NameReader.Find(new Utterance(text), asked: false));

    [Fact]
    public void A_name_with_an_apostrophe_may_be_the_whole_answer() =>
        Assert.Equal("Medhavi", NameReader.Find(new Utterance("Medhavi's"), asked: true));

    [Theory]
    [InlineData("I'm tired")]
    [InlineData("I'm Tired")]
    [InlineData("I'm Going home")]
    [InlineData("I'm Indian")]
    [InlineData("I am Christian")]
    [InlineData("I'm OK")]
    [InlineData("I AM SAD")]
    [InlineData("I'm In Delhi")]
    [InlineData("my name is not important")]
    [InlineData("my name is hard to pronounce")]
    [InlineData("my name is written with an h")]
    [InlineData("call me later")]
    [InlineData("call me when you can")]
    [InlineData("don't call me crazy")]
    [InlineData("This is Great")]
    [InlineData("what is my name?")]
    [InlineData("do you remember my name again?")]
    [InlineData("I'm Dr")]
    [InlineData("my name is 12345")]
    [InlineData("my name is <script>")]
    [InlineData("I'm a Nurse")]
    [InlineData("My sister is called Ana")]
    public void What_only_looks_like_a_name_is_not_one(string text) => Assert.Null(NameReader.Find(new Utterance(text), asked: false));

    [Fact]
    public void A_bare_word_is_a_name_only_when_one_was_asked_for()
    {
        Assert.Equal("Medhavi", NameReader.Find(new Utterance("medhavi"), asked: true));
        Assert.Null(NameReader.Find(new Utterance("medhavi"), asked: false));
        Assert.Null(NameReader.Find(new Utterance("no"), asked: true));
    }

    [Theory]
    [InlineData("I like hiking", "you like hiking")]
    [InlineData("I really love tea and biscuits, and you?", "you like tea and biscuits")]
    [InlineData("I hate mondays", "you can't stand mondays")]
    [InlineData("I don't like coffee", "you don't like coffee")]
    [InlineData("I'm really into jazz", "you're into jazz")]
    [InlineData("I love my dog", "you like your dog")]
    [InlineData("I live in Pune", "you live in Pune")]
    [InlineData("I'm from New York originally", "you're from New York originally")]
    [InlineData("I work as a nurse at night", "you work as a nurse at night")]
    [InlineData("I'm a software engineer", "you're a software engineer")]
    [InlineData("My favourite food is dosa", "your favourite food is dosa")]
    [InlineData("my favorite color is green!", "your favorite color is green")]
    [InlineData("my sister Ana called", "your sister is called Ana")]
    [InlineData("my best friend is called Karim", "your best friend is called Karim")]
    [InlineData("my dog's name is Bruno", "your dog is called Bruno")]
    [InlineData("I'm 27 years old", "you're 27")]
    [InlineData("my birthday is on 5 May", "your birthday is on 5 May")]
    public void A_plain_statement_is_noted(string text, string clause) =>
        Assert.Contains(Notebook.Read(new Utterance(text)), note => note.Clause == clause);

    [Theory]
    [InlineData("do I like hiking?")]
    [InlineData("what do i like")]
    [InlineData("I like you")]
    [InlineData("I like it when it rains")]
    [InlineData("I would like a coffee")]
    [InlineData("I'm a mess")]
    [InlineData("I'm a bit tired")]
    [InlineData("I am 100 percent sure")]
    [InlineData("My sister is tired")]
    [InlineData("my sister and I argued")]
    [InlineData("my boss Is impossible")]
    [InlineData("where do I live?")]
    [InlineData("I live in fear of mondays and other days")]
    [InlineData("she likes jazz")]
    public void What_is_not_a_statement_about_oneself_is_not_noted(string text) => Assert.Empty(Notebook.Read(new Utterance(text)));

    [Theory]
    [InlineData("my interview is on Friday", "your interview is on Friday")]
    [InlineData("I have a job interview tomorrow and I'm nervous", "your job interview is tomorrow")]
    [InlineData("I've got a dentist appointment on Monday morning", "your dentist appointment is on Monday morning")]
    [InlineData("my exams are next week", "your exams are next week")]
    [InlineData("I'm flying out for my wedding in two weeks", "your wedding is in two weeks")]
    public void What_lies_ahead_is_noted(string text, string clause) =>
        Assert.Equal(clause, Assert.Single(Occasions.Read(new Utterance(text))).Clause);

    [Theory]
    [InlineData("my interview was horrible")]
    [InlineData("is my exam tomorrow?")]
    [InlineData("the interview with the minister is on tomorrow")]
    public void What_is_past_or_asked_is_not(string text) => Assert.Empty(Occasions.Read(new Utterance(text)));

    [Theory]
    [InlineData("my boss yelled at me", "your boss yelled at you")]
    [InlineData("I am not sure about my job", "you are not sure about your job")]
    [InlineData("I was late because I'd lost my keys", "you were late because you'd lost your keys")]
    [InlineData("I hurt myself", "you hurt yourself")]
    [InlineData("We lost our dog", "you lost your dog")]
    [InlineData("The shop gave me mine back.", "the shop gave you yours back")]
    [InlineData("Ana wasn't there", "Ana wasn't there")]
    public void A_statement_is_turned_round(string said, string back) => Assert.Equal(back, Reflection.ToYouOrNull(said));

    [Theory]
    [InlineData("I think you are wrong")]
    [InlineData("I said \"no\" to him")]
    [InlineData("look at https://example.org/me")]
    [InlineData("I went there and I saw them and then I came back and told my mother about all of it")]
    [InlineData("")]
    public void What_would_not_read_right_is_left_alone(string said) => Assert.Null(Reflection.ToYouOrNull(said));

    [Theory]
    [InlineData("You are \"Aira\", a warm, deeply caring best friend.", "Aira", false)]
    [InlineData("You are Alex, a professional assistant.", "Alex", true)]
    [InlineData("Your name is Captain Blue.", "Captain Blue", false)]
    [InlineData("You are a friendly, helpful assistant.", null, true)]
    [InlineData("You are Friendly and patient, a support agent.", null, true)]
    [InlineData("You are a study companion named Robin", "Robin", false)]
    [InlineData("be nice", null, false)]
    [InlineData("", null, false)]
    public void The_persona_gives_the_name_and_the_tone(string text, string? name, bool brisk) =>
        Assert.Equal(new Persona(name, brisk), Persona.From(text));
}
