using System.Collections.Frozen;
using Kith.Engine.Models.Offline.Reading;

namespace Kith.Engine.Memory.Learning.Rules;

/// <summary>One statement: who begins it, and what follows. A subject that was said once for two verbs is repeated.</summary>
/// <param name="Text">As typed.</param>
/// <param name="Sentence">The number of its sentence.</param>
internal readonly record struct Clause(string Text, int Sentence);

/// <summary>The second part of the write gate, and the splitting of sentences: what is meant, as statements with one verb each.</summary>
internal static class Clauses
{
    /// <summary>Somebody who may do something; a clause begins with one.</summary>
    private static readonly FrozenSet<string> Subjects = Set("i my our we he she they it his her their");

    private static readonly FrozenSet<string> Joining = Set("and but so because plus though although while then also since");

    /// <summary>What these begin is a condition, or belongs to what stands before it.</summary>
    private static readonly FrozenSet<string> Subordinate = Set("when until unless before after whether where how that what why whenever");

    // Verbs that go on with the subject of the clause before: "I live in Pune and work as a nurse".
    private static readonly FrozenSet<string> BaseVerbs = Set(
        "live work study love like hate enjoy play speak have own run teach prefer dislike adore am take go believe"
    );
    private static readonly FrozenSet<string> OtherVerbs = Set(
        "lives works studies loves likes hates enjoys plays speaks has owns runs teaches is was moved got bought started quit had lost sold "
            + "stopped graduated grew married adopted retired broke passed died studied"
    );

    // After these a verb without an ending is only wanted: "I want to move and work as a nurse".
    private static readonly FrozenSet<string> Wanting = Set(
        "want hope wish plan will would can could should need try trying going might to"
    );

    private static readonly FrozenSet<string> Openers = Set(
        "oh well so yes yeah yep no nope hi hey hello hiya ok okay anyway also actually btw fyi and but because haha lol tbh honestly "
            + "then plus sorry thanks hmm um uh ah wow omg ps aira since though although sure there again update"
    );

    private static readonly PhraseSet Announcing = PhraseSet.Of(
        """
        by the way
        you know what?
        guess what
        fun fact
        to be honest
        in fact
        as you know
        good morning|afternoon|evening
        just so you know that?
        for the record
        for context
        please? always? remember|note that
        please? remember my|i|we
        please? do not forget that
        please? do not forget my|i|we
        please? keep in mind that
        you should know that?
        i should mention|add that?
        i forgot to say|mention|add|tell that|you?
        i want|need|like you to remember|know that
        did i mention that?
        nice|good to meet you
        """
    );

    /// <summary>The statements of a message that are meant as such.</summary>
    public static List<Clause> Of(Utterance said)
    {
        var clauses = new List<Clause>();
        var words = said.AllWords;
        var first = 0;
        for (var i = 1; i <= words.Length; i++)
        {
            if (i < words.Length && words[i].Sentence == words[first].Sentence)
            {
                continue;
            }
            var sentence = words[first..i];
            var verdict = Meaning.Of(said, sentence);
            if (verdict == Verdict.TakenBack)
            {
                clauses.Clear();
            }
            else if (verdict == Verdict.Nothing)
            {
                return [];
            }
            else if (verdict == Verdict.Play)
            {
                return clauses;
            }
            else if (verdict == Verdict.Meant)
            {
                Split(said, Told(said, sentence), clauses);
            }
            else if (Teller(said, sentence) is { } teller)
            {
                clauses.Add(teller);
            }
            first = i;
        }
        return clauses;
    }

    /// <summary>Of "I live in Pune, do you know it?" the part before the question; nothing of what is a question throughout.</summary>
    private static ReadOnlySpan<Word> Told(Utterance said, ReadOnlySpan<Word> sentence)
    {
        if (!said.IsAsked(sentence[0].Sentence))
        {
            return sentence;
        }
        var last = sentence.Length - 1;
        while (last > 0 && !sentence[last].Pause)
        {
            last--;
        }
        var start = WithoutOpeners(sentence[..last]);
        return start < last && sentence[start].Text is "i" or "my" or "our" or "we" ? sentence[..last] : [];
    }

    /// <summary>"my sister Anna" of "My sister Anna says I'm lazy": what she says isn't learned, but that there is such a sister.</summary>
    private static Clause? Teller(Utterance said, ReadOnlySpan<Word> sentence)
    {
        var at = WithoutOpeners(sentence);
        if (at >= sentence.Length || said.IsAsked(sentence[0].Sentence))
        {
            return null;
        }
        var told = new Utterance(said.Text[sentence[at].Start..sentence[^1].End]);
        return Person.At(told, 0, out var after) is { Name: not null } ? new Clause(told.Typed(0, after), sentence[0].Sentence) : null;
    }

    private static void Split(Utterance said, ReadOnlySpan<Word> words, List<Clause> clauses)
    {
        var (first, subject) = (WithoutOpeners(words), "");
        if (first < words.Length)
        {
            subject = Elided.Before(said, words[first..], out var instead);
            first += instead;
        }
        while (first < words.Length)
        {
            first += WithoutOpeners(words[first..]);
            var (after, next, carries) = Boundary(said, words, first, subject);
            if (after > first && !Subordinate.Contains(words[first].Text))
            {
                var text = subject + said.Text[words[first].Start..words[after - 1].End];
                clauses.Add(new Clause(text, words[first].Sentence));
            }
            subject = carries switch
            {
                Carry.Subject => subject.Length > 0 ? subject.Split(' ')[0] + " " : SubjectOf(said, words, first),
                Carry.Who => "she ",
                Carry.IAm => "I am ",
                Carry.IHave => "I have ",
                _ => "",
            };
            first = Math.Max(next, first + 1);
        }
    }

    private enum Carry
    {
        Nothing,
        Subject,

        /// <summary>Whoever was spoken of last.</summary>
        Who,

        IAm,
        IHave,
    }

    /// <summary>Where the clause that begins at <paramref name="first"/> ends, where the next begins, and with what subject.</summary>
    private static (int After, int Next, Carry Carries) Boundary(Utterance said, ReadOnlySpan<Word> words, int first, string subject)
    {
        var wanting = false;
        for (var i = first + 1; i < words.Length; i++)
        {
            var text = words[i].Text;
            wanting |= Wanting.Contains(words[i - 1].Text);
            var joins = Joining.Contains(text);
            var at =
                joins && text is "and" or "but" && i + 1 < words.Length && words[i + 1].Text is "now" or "also" or "still" or "currently"
                    ? i + 1
                    : i;
            var next = joins && at + 1 < words.Length ? words[at + 1].Text : "";
            if (Subordinate.Contains(text) && i + 1 < words.Length && Subjects.Contains(words[i + 1].Text))
            {
                return (i, i, Carry.Nothing);
            }
            if (joins && i + 1 < words.Length && (Subjects.Contains(words[i + 1].Text) || Subordinate.Contains(words[i + 1].Text)))
            {
                return (i, i + 1, Carry.Nothing);
            }
            if (words[i].Pause && Subjects.Contains(text))
            {
                return (i, i, Carry.Nothing);
            }
            if (joins && text is "and" or "but" && (OtherVerbs.Contains(next) || (!wanting && BaseVerbs.Contains(next))))
            {
                return (i, at + 1, Carry.Subject);
            }
            if (text == "who" && i + 1 < words.Length && OtherVerbs.Contains(words[i + 1].Text) && IsRelated(words, first, i))
            {
                return (i, i + 1, Carry.Who);
            }
            if (Continues(said, words, first, i, subject) is var carry and not Carry.Nothing)
            {
                return (i, text is "and" ? i + 1 : i, carry);
            }
        }
        return (words.Length, words.Length, Carry.Nothing);
    }

    /// <summary>"my sister who …", "I have a friend in Rome who …".</summary>
    private static bool IsRelated(ReadOnlySpan<Word> words, int first, int at)
    {
        var owned =
            words[first].Text is "my" or "our"
            || (at - first > 2 && words[first].Text is "i" or "we" && words[first + 1].Text is "have" or "got");
        for (var i = Math.Max(first + 1, at - 5); i < at && owned; i++)
        {
            if (Person.IsKnown(words[i].Text))
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>"I'm Noor, a nurse and a mother", "I have a dog and two cats".</summary>
    private static Carry Continues(Utterance said, ReadOnlySpan<Word> words, int first, int at, string subject)
    {
        var item =
            words[at].Text == "and" ? at + 1
            : words[at].Pause || IsNamedFrom(said, words, first, at) ? at
            : words.Length;
        if (subject.Length == 0 && item < words.Length && words[first].Text == "i" && IsCount(words, item))
        {
            return Carry.IHave;
        }
        if (
            item >= words.Length
            || words[item].Text is not ("a" or "an" or "two" or "three" or "four" or "single" or "married" or "from")
                && !char.IsAsciiDigit(words[item].Text[0])
        )
        {
            return Carry.Nothing;
        }
        var (am, have) = (subject == "I am ", subject == "I have ");
        for (var i = first; i < Math.Min(first + 3, words.Length); i++)
        {
            am |= words[i].Text == "am" && words[first].Text == "i";
            have |= words[i].Text == "have" && words[first].Text is "i" or "we" && !Negates(words, first, at);
        }
        return am && words[item].Text is not ("two" or "three" or "four") ? Carry.IAm
            : have && words[item].Text is not ("single" or "married") ? Carry.IHave
            : Carry.Nothing;
    }

    /// <summary>"I'm Noor from Delhi".</summary>
    private static bool IsNamedFrom(Utterance said, ReadOnlySpan<Word> words, int first, int at) =>
        words[at].Text == "from"
        && at > first
        && char.IsUpper(said.Text[words[at - 1].Start])
        && !Vocabulary.IsDescription(words[at - 1].Text);

    /// <summary>"two grown-up kids".</summary>
    private static bool IsCount(ReadOnlySpan<Word> words, int at)
    {
        var isCount =
            words[at].Text is "two" or "three" or "four" or "five" || (words[at].Text.Length == 1 && char.IsAsciiDigit(words[at].Text[0]));
        for (var i = at + 1; isCount && i < Math.Min(at + 4, words.Length) && !words[i].Pause; i++)
        {
            if (Person.IsSeveral(words[i].Text))
            {
                return true;
            }
        }
        return false;
    }

    private static bool Negates(ReadOnlySpan<Word> words, int first, int after)
    {
        for (var i = first; i < after; i++)
        {
            if (words[i].Text is "not" or "never" or "no")
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>Who the clause is about, as typed, to be said again before the next verb.</summary>
    private static string SubjectOf(Utterance said, ReadOnlySpan<Word> words, int first)
    {
        if (words[first].Text is "i" or "we")
        {
            return "I ";
        }
        if (words[first].Text is "he" or "she")
        {
            return words[first].Text + " ";
        }
        var person = Person.At(new Utterance(said.Text[words[first].Start..words[Math.Min(first + 8, words.Length) - 1].End]), 0, out _);
        return person is null ? "they " : "she ";
    }

    /// <summary>How many words at the start only lead up to the statement.</summary>
    private static int WithoutOpeners(ReadOnlySpan<Word> words)
    {
        var at = 0;
        while (at < words.Length)
        {
            if (Announcing.At(words, at) is { } found)
            {
                // The last word of "remember my …" is the statement's own.
                at = words[found.After - 1].Text is "my" or "i" or "we" ? found.After - 1 : found.After;
            }
            else if (Openers.Contains(words[at].Text))
            {
                at++;
            }
            else
            {
                break;
            }
        }
        return at;
    }

    private static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
