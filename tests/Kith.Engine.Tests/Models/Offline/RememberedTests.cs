using Kith.Engine.Models.Offline.Reading;

namespace Kith.Engine.Tests.Models.Offline;

/// <summary>What the offline friend makes of what was recalled.</summary>
public sealed class RememberedTests
{
    private const string Remembering =
        Chat.AiraPersona
        + """

            <kith:profile>
            name: Medhavi
            </kith:profile>
            <kith:memories>
            - [2026-03-01] Their sister Priya lives in Pune.
            - [2026-03-01] Has a sister called Priya.
            - [2026-03-02] Likes mangoes.
            - [2026-03-02] Enjoys chess.
            - [2026-03-02] Their favourite film is Ikiru.
            - [2026-03-03] Works as a nurse.
            - [2026-03-03] Lives in Berlin.
            - [2026-03-03] Was born on 12 March 1990.
            - [2026-03-03] Has a cat called Miso.
            - [2026-03-03] Their brother Dev was 20 years old in November 2026.
            - [2026-03-04] Is moving to Porto on 2027-03-03.
            - [2026-03-04] Has an exam on 2026-11-23.
            - [2026-03-04] Has a marathon on 2026-05-09.
            - [2026-03-05] Is staying with Anu until May 2027.
            - [2026-03-05] Wants to learn the cello.
            - [2026-02-01] the user wrote: \u201cI live in Lisbon\u201d
            - [2026-02-02] the user wrote: \u201cWhere does my brother live?\u201d
            - [2026-02-03] you wrote: \u201cYou like liver, don't you?\u201d
            - [2026-02-04] the user wrote: \u201cI left the green umbrella at the library\u201d
            </kith:memories>
            <kith:now>2026-11-21T19:04:00+05:30</kith:now>
            """;

    [Theory]
    [InlineData("What don't I like?")]
    [InlineData("What do I not like?")]
    [InlineData("What do I hate?")]
    public async Task What_the_person_does_not_like_is_told(string question) =>
        Assert.Contains(
            "coriander",
            await Chat.OnceAsync(
                question,
                $"{Chat.AiraPersona}\n<kith:memories>\n- [2026-03-02] Likes mangoes.\n- [2026-03-02] Doesn't like coriander.\n</kith:memories>"
            ),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("What do I like?", "mangoes")]
    [InlineData("What do I like?", "chess")]
    [InlineData("What do I like?", "Ikiru")]
    [InlineData("What do I like to eat?", "mangoes")]
    [InlineData("Where does my sister live?", "Pune")]
    [InlineData("What's my sister's name?", "Priya")]
    [InlineData("Who is Priya?", "sister")]
    [InlineData("Where do I live?", "Berlin")]
    [InlineData("What do I do for work?", "nurse")]
    [InlineData("What is my job?", "nurse")]
    [InlineData("What's my name?", "Medhavi")]
    [InlineData("When was I born?", "12 March")]
    [InlineData("When is my birthday?", "12 March")]
    [InlineData("When am I moving to Porto?", "you are moving to Porto on 3 March 2027 (noted on 4 March 2026)")]
    [InlineData("Until when am I staying with Anu?", "until May 2027")]
    [InlineData("Do I have a cat?", "called Miso")]
    [InlineData("Do I like mangoes?", "mangoes")]
    [InlineData("What do you know about my sister?", "Priya lives in Pune and you have a sister")]
    [InlineData("What do you know about me?", "a cat called Miso")]
    [InlineData("Do you remember the umbrella?", "library")]
    [InlineData("What do you know about me?", "nurse")]
    public async Task A_question_is_answered_from_what_was_recalled(string question, string words) =>
        Assert.Contains(words, await Chat.OnceAsync(question, Remembering), StringComparison.Ordinal);

    [Fact]
    public async Task All_that_is_known_is_told_once() =>
        Assert.Single((await Chat.OnceAsync("What do you know about me?", Remembering)).Split("called Priya")[1..]);

    [Theory]
    [InlineData("What are my plans?")]
    [InlineData("Do I have any plans?")]
    [InlineData("What have I planned?")]
    public async Task Plans_are_told_the_soonest_first_and_only_those_that_lie_ahead(string question) =>
        Assert.Contains(
            "ou have an exam on 23 November 2026, you are moving to Porto on 3 March 2027, you are staying with Anu until May 2027 and you want "
                + "to learn the cello",
            await Chat.OnceAsync(question, Remembering),
            StringComparison.Ordinal
        );

    [Fact]
    public async Task Without_plans_none_is_made_up() =>
        Assert.DoesNotContain("you are", await Chat.OnceAsync("What are my plans?"), StringComparison.OrdinalIgnoreCase);

    [Theory]
    [InlineData("Where do I live?", "Lisbon")]
    [InlineData("What do I like?", "liver")]
    [InlineData("What do I like to eat?", "Ikiru")]
    public async Task What_was_once_said_or_only_answered_is_not_taken_for_what_holds(string question, string words) =>
        Assert.DoesNotContain(words, await Chat.OnceAsync(question, Remembering), StringComparison.Ordinal);

    [Theory]
    [InlineData("Likes mangoes.", "I like mangoes.")]
    [InlineData("Studies physics at Delhi University.", "I study physics at Delhi University.")]
    [InlineData("Watches birds with their father.", "I watch birds with my father.")]
    [InlineData("Has a dog called Bruno.", "I have a dog called Bruno.")]
    [InlineData("Is allergic to nuts.", "I am allergic to nuts.")]
    [InlineData("Their sister Priya lives in Pune.", "My sister Priya lives in Pune.")]
    [InlineData("Thomas works with them.", "Thomas works with them.")]
    [InlineData("Priya is their sister.", "Priya is their sister.")]
    [InlineData("I like hiking", "I like hiking")]
    [InlineData("", "")]
    public void A_statement_about_the_person_is_read_as_theirs(string statement, string theirs) =>
        Assert.Equal(theirs, FirstPerson.Of(statement));

    [Fact]
    public async Task What_is_to_come_is_not_asked_about_as_if_it_had_been()
    {
        foreach (var place in (string[])["Porto", "Turku", "Graz", "Aarhus", "Kochi", "Oslo"])
        {
            var answer = await Chat.OnceAsync($"I'm moving my boat to {place} on 3 March 2027.");
            Assert.DoesNotContain("happened", answer, StringComparison.Ordinal);
            Assert.DoesNotContain("did it", answer, StringComparison.Ordinal);
        }
    }
}
