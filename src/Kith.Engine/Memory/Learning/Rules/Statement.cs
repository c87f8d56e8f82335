using System.Collections.Frozen;
using Kith.Engine.Models.Offline.Reading;

namespace Kith.Engine.Memory.Learning.Rules;

/// <summary>One clause in the form the rules are written in: it begins with "I" or "my", without adverbs, its time taken out.</summary>
/// <param name="Said">"I live in Pune", also for "she lives in Pune".</param>
/// <param name="About">Null when it is about the person themselves.</param>
/// <param name="When">The time that was named.</param>
/// <param name="NoLonger">True for "I don't work there any more", whose text is then "I work there".</param>
internal sealed record Statement(Utterance Said, Person? About, When? When, bool NoLonger)
{
    private static readonly FrozenSet<string> Adverbs = Set(
        "really just very also currently now still actually always recently finally absolutely totally already both even only usually often "
            + "sometimes generally mostly basically kinda quite truly definitely personally simply so too pretty rather super originally "
            + "actively honestly ever all deeply genuinely certainly regularly officially first happily extremely madly severely mildly highly"
    );

    /// <summary>They add nothing to what is said.</summary>
    private static readonly PhraseSet Fillers = PhraseSet.Of(
        """
        at the moment|minute
        at present
        these days
        right|just now $
        of late $
        to be honest|fair
        you know $
        as well $
        tbh|btw|fyi|lol|haha|completely|entirely|nowadays|lately $
        """
    );

    private static readonly FrozenSet<string> Auxiliaries = Set("am was have had would been do did not never will can used to");

    private static readonly FrozenDictionary<string, string> FirstPerson = (
        "is=am are=am has=have does=do lives=live works=work likes=like loves=love hates=hate enjoys=enjoy adores=adore dislikes=dislike "
        + "prefers=prefer plays=play speaks=speak studies=study owns=own runs=run teaches=teach goes=go wants=want plans=plan believes=believe "
        + "suffers=suffer takes=take were=was comes=come collects=collect practises=practise practices=practice sings=sing paints=paint 's=am "
        + "smokes=smoke attends=attend starts=start flies=fly turns=turn leaves=leave"
    )
        .Split(' ')
        .Select(static pair => pair.Split('='))
        .ToFrozenDictionary(static pair => pair[0], static pair => pair[1], StringComparer.Ordinal);

    /// <summary>The clause as a statement; null when it is about nobody the rules know.</summary>
    /// <param name="text">The clause as typed.</param>
    /// <param name="dates">What time it is said.</param>
    /// <param name="last">Whom "she" means.</param>
    public static Statement? Of(string text, Dates dates, Person? last)
    {
        var said = new Utterance(text);
        var when = dates.Find(said.Words);
        if (
            when is { Since: true }
            && said.Words[when.First].Text == "for"
            && !said.Words[..when.First].Any(static word => word.Text is "have" or "been")
        )
        {
            when = null;
        }
        said = when is null ? said : Without(said, when.First, when.After);
        said = NoMore(said, out var noLonger);
        if (Fillers.First(said) is { First: > 0 } filler)
        {
            said = Without(said, filler.First, filler.After);
        }
        var words = said.Words;
        if (words.Length < 2)
        {
            return null;
        }
        if (words[0].Text == "the" && words[1].Text == "name")
        {
            return new Statement(new Utterance("my" + said.Text[words[0].End..]), null, when, noLonger);
        }
        if (words[0].Text is "i" or "we")
        {
            return new Statement(Normal(said, 1, noLonger), null, when, noLonger);
        }
        var about = words[0].Text is "he" or "she" || (words[0].Text == "it" && words[1].Text != "is" && last?.IsPet == true) ? last : null;
        var after = 1;
        about ??= Person.At(said, 0, out after);
        if (about is not null)
        {
            return after < words.Length ? new Statement(Normal(said, after, noLonger), about, when, noLonger) : null;
        }
        if (
            when is not null
            && words is [{ Text: "is" }, { Text: "my" }, { Text: "birthday" }, ..] or [{ Text: "my" }, { Text: "birthday" }]
        )
        {
            // "Today is my birthday", "today's my birthday".
            return new Statement(new Utterance("my birthday is"), null, when, false);
        }
        return
            words is [_, { Text: "here" }]
            || words[0].Text is "my" or "our" or "call" or "you" or "people" or "friends" or "everyone" or "name" or "it"
            ? new Statement(said, null, when, noLonger)
            : null;
    }

    public static bool IsAdverb(string word) => Adverbs.Contains(word);

    private static Utterance Without(Utterance said, int first, int after)
    {
        var before = said.Text[..said.Words[first].Start].TrimEnd();
        var behind = said.Text[said.Words[after - 1].End..];
        behind = before.Length == 0 ? behind.TrimStart(',', ' ', '-') : behind;
        return new Utterance($"{before} {behind}");
    }

    /// <summary>Takes out "any more" or "no longer", and the negation that belongs to it.</summary>
    private static Utterance NoMore(Utterance said, out bool noLonger)
    {
        var words = said.Words;
        noLonger = false;
        for (var i = 1; i + 1 < words.Length; i++)
        {
            var ends = words[i].Text == "any" && words[i + 1].Text is "more" or "longer" && (i + 2 == words.Length || words[i + 2].Pause);
            if (ends || (words[i].Text == "no" && words[i + 1].Text == "longer"))
            {
                noLonger = ends ? words[..i].Any(static word => word.Text is "not" or "never") : true;
                return noLonger ? Without(said, i, i + 2) : said;
            }
        }
        return said;
    }

    /// <summary>"I", the verb in the first person, and the rest as typed.</summary>
    private static Utterance Normal(Utterance said, int at, bool noLonger)
    {
        var words = said.Words;
        var head = new List<string> { "I" };
        var verb = false;
        while (at < words.Length && !verb)
        {
            if (words[at].Text == "'s" && at + 1 < words.Length && words[at + 1].Text is "name" or "birthday")
            {
                at++;
                continue;
            }
            var word = FirstPerson.GetValueOrDefault(words[at].Text, words[at].Text);
            // "I'd rather": there it is no adverb.
            verb = (word == "rather" && head[^1] == "would") || !Adverbs.Contains(word) && !Auxiliaries.Contains(word);
            var negation = noLonger && word is "not" or "do" or "did" or "never" && (at + 1 < words.Length);
            if (Auxiliaries.Contains(word) && !negation)
            {
                head.Add(word);
            }
            else if (verb && word != words[at].Text)
            {
                head.Add(word);
                at++;
                break;
            }
            at += verb ? 0 : 1;
        }
        var rest = at < words.Length ? said.Text[words[at].Start..] : "";
        return new Utterance($"{string.Join(' ', head)} {rest}");
    }

    private static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
