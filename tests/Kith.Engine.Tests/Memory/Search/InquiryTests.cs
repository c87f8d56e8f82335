using Kith.Engine.Conversations;
using Kith.Engine.Memory.Search;

namespace Kith.Engine.Tests.Memory.Search;

/// <summary>What a question asks for, and in which order what fits is found then.</summary>
public sealed class InquiryTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("What did I cook?", true, false)]
    [InlineData("Which came first, the parade or the meeting?", true, false)]
    [InlineData("Can you recommend a recipe?", true, false)]
    [InlineData("Do you know any museums?", true, false)]
    [InlineData("What did you recommend?", false, true)]
    [InlineData("You told me of a recipe", true, true)]
    [InlineData("What was your advice?", false, true)]
    public void It_is_about_the_person_unless_it_is_about_the_answers(string text, bool aboutMe, bool aboutYou)
    {
        var inquiry = Inquiry.Read(text, s_now);

        Assert.Equal((aboutMe, aboutYou), (inquiry.IsAboutMe, inquiry.IsAboutYou));
    }

    [Theory]
    [InlineData("How many instruments do I own?", true)]
    [InlineData("Which came first, the parade or the meeting?", true)]
    [InlineData("What kinds of books do I read?", true)]
    [InlineData("What kind of books do I read?", true)]
    [InlineData("What are my plans?", true)]
    [InlineData("What did I spend in total?", true)]
    [InlineData("What does my sister do on hikes?", false)]
    [InlineData("Which bus did I take?", false)]
    [InlineData("What class did I take?", false)]
    [InlineData("Where do I live?", false)]
    public void It_asks_for_several_things_when_it_counts_compares_or_lists(string text, bool several) =>
        Assert.Equal(several, Inquiry.Read(text, s_now).AsksSeveral);

    [Fact]
    public void What_the_person_said_comes_before_answers_with_the_same_words()
    {
        Candidate[] candidates = [Message(1, "a", Roles.Assistant), Message(2, "b", Roles.User)];

        Assert.Equal([2, 1], Rank("When was the parade?", candidates, 1, 1));
        Assert.Equal([1, 2], Rank("What did you say of the parade?", candidates, 1, 1));
    }

    [Fact]
    public void A_question_for_several_things_hears_more_conversations()
    {
        Candidate[] candidates = [Message(1, "a", depth: 1), Message(2, "a", depth: 5), Message(3, "a", depth: 9), Message(4, "b")];

        Assert.Equal([1, 2, 3, 4], Rank("Where was the parade?", candidates, 1.03, 1.02, 1.01, 1));
        Assert.Equal([1, 4, 2, 3], Rank("How often was the parade?", candidates, 1.03, 1.02, 1.01, 1));
    }

    /// <param name="frequencies">Of the one word, in each.</param>
    private static IEnumerable<long> Rank(string question, Candidate[] candidates, params double[] frequencies)
    {
        var tally = new Tally();
        foreach (var (candidate, frequency) in candidates.Zip(frequencies))
            tally.Add([Posting.Of(candidate.Document, 1, 1)], _ => frequency);
        return new MemoryRanking(Inquiry.Read(question, s_now), [new TermEvidence("parad", 1, tally)], s_now)
            .Rank(candidates)
            .Select(one => one.Candidate.Document);
    }

    private static Candidate Message(long document, string conversationId, string role = Roles.User, long depth = 0) =>
        new(document, MemoryKinds.Message, $"m{document}", 0, conversationId, depth, role, Length: 10, 0, Name: null, ExternalId: null);
}
