namespace Kith.Engine.Tests.Models.Offline;

/// <summary>
/// An evening's conversation, word for word. When a change to the lines or the rules alters it, read it aloud: it must still be one that
/// a person would enjoy.
/// </summary>
public sealed class TranscriptTests
{
    private const string Evening = """
        Medhavi: Hey Aira!
        Aira: Good evening, Medhavi, good that you're back. I have it in my notes that you like hiking. What's new since then?
        Medhavi: Yes, but not lately. The night shifts are brutal
        Aira: How do you get through it, when it's that brutal?
        Medhavi: I'm so tired I could sleep standing up
        Aira: Then lower the bar for today, Medhavi: fed, washed and horizontal counts as a success. What kept you going so long?
        Medhavi: It's the new ward. My boss changed the rota again
        Aira: If you could change one thing there by Monday, what would it be?
        Medhavi: She said I should be more flexible
        Aira: They may be right or wrong. What do you say?
        Medhavi: haha exactly
        Aira: Laughing counts as exercise, I'm told. What else is new?
        Medhavi: I have an interview at another hospital on Tuesday
        Aira: Your interview is on Tuesday. Do you look forward to it, or past it?
        Medhavi: A bit nervous, to be honest
        Aira: Nervous about your interview, then. What do you tell yourself when it gets loud?
        Medhavi: Because I have never led a team before
        Aira: You have never led a team before: that explains a good deal. What would make it lighter?
        Medhavi: My sister Ana says I'd be great at it
        Aira: And do you believe Ana?
        Medhavi: maybe
        Aira: Not knowing is allowed here. What's your first hunch, before you polish it?
        Medhavi: tell me a joke
        Aira: Why did the programmer leave the restaurant in tears? The table had no index.
        Medhavi: lol, good one
        Aira: One point for me. Your turn to be funny, Medhavi.
        Medhavi: what's 12 * 36?
        Aira: 432. That one I can do without a model.
        Medhavi: And when is my interview?
        Aira: You told me you have an interview at another hospital on Tuesday.
        Medhavi: What do I like, apart from complaining?
        Aira: You like jazz and hiking: I was listening.
        Medhavi: can you write my cover letter?
        Aira: That needs a proper language model, and none is connected right now; one can be, in the settings (OPENAI_API_KEY or OPENAI_BASE_URL). Tell me what it should say and to whom, though, and you'll have half of it written.
        Medhavi: Fair enough. Are you a real person?
        Aira: Honest answer: a program. Nobody is typing at this end; I'm a patient set of rules that listens as well as rules can.
        Medhavi: Thanks Aira, I feel better now
        Aira: Good. "Better" is a direction, and that's enough for one day. What helped?
        Medhavi: Good night!
        Aira: Take care, Medhavi. I remember that your interview is on Tuesday: I'd wish you luck, but I think you'll manage without.
        """;

    [Fact]
    public async Task An_evening_with_Aira_reads_as_it_was_approved()
    {
        var approved = Evening.ReplaceLineEndings("\n").Split('\n').Select(static line => line.Split(": ", 2)).ToArray();
        var chat = new Chat(Chat.Medhavi);
        var spoken = new List<string>();

        foreach (var turn in approved.Where(static line => line[0] == "Medhavi"))
        {
            spoken.Add($"Medhavi: {turn[1]}");
            spoken.Add($"Aira: {await chat.SayAsync(turn[1])}");
        }

        Assert.Equal(20, spoken.Count / 2);
        Assert.Equal(Evening.ReplaceLineEndings("\n"), string.Join('\n', spoken));
    }
}
