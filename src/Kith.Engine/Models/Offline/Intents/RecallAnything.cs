using System.Collections.Frozen;
using System.Globalization;
using Kith.Engine.Models.Offline.Reading;

namespace Kith.Engine.Models.Offline.Intents;

/// <summary>"Do you remember …?", "What did I tell you about …?", "What do you know about me?": a search through what was said.</summary>
internal sealed class RecallAnything : IIntent
{
    private const int MostListed = 8;
    private const int MostFacts = 3;

    /// <summary>Of what is <see cref="Asked"/>: "what do you know about my sister".</summary>
    private const int KnownAbout = 7;

    private static readonly PhraseSet Everything = PhraseSet.Of(
        """
        what do|did you know|remember|learn|learned about|of me
        what have you learned|remembered about me
        tell me what you know|remember
        tell me about|something about? me|myself $
        everything you know|remember about me
        do you know|remember anything about me
        do you remember me
        describe me
        """
    );

    private static readonly PhraseSet Asked = PhraseSet.Of(
        """
        do|can|did you still? remember|recall
        you remember $
        what did i say|tell|mention|write you? about?
        what did i just? say|tell|mention|write
        what have i said|told|mentioned you? about?
        did i tell|mention|say|told you? about?
        have i told|mentioned|said you? about?
        what do you know|remember about
        remember when|that|my|how|what|the
        who is|was
        when is|was my
        where is|was my
        what is|was|are my
        what day is my
        how is|was my
        where|what|who do|does|did my
        how old is|are my
        when was|am i
        do|did i have|own|play|speak|study|drive|like|love|know|work|live
        """
    );

    private static readonly FrozenSet<string> Empty = (
        "a an the i my me mine you your we our it is was were are am be been do did does have has had what who when where why how which that this "
        + "these those about of to in on at for with from and or but so if not no yes remember recall tell told said say mention know still "
        + "just again last time earlier before yesterday please anything something everything 's like love name called think thing things can "
        + "could would will there here then than up out get got go going very much really his her their he she they him them one said"
    )
        .Split(' ')
        .ToFrozenSet(StringComparer.Ordinal);

    private static readonly string[] Lines =
    [
        "You told me {x}.",
        "I remember: {x}.",
        "You said {x}.",
        "Yes. You mentioned that {x}.",
        "Of course: {x}.",
    ];

    private static readonly string[] Quotes =
    [
        "You wrote: \u201c{x}\u201d",
        "In your own words: \u201c{x}\u201d",
        "What I have from you is this: \u201c{x}\u201d",
    ];

    private static readonly string[] Unknown =
    [
        "I don't have anything about that, and I won't make it up. Tell me?",
        "That hasn't come up between us, as far as I can see. What about it?",
        "Nothing in my notes on that. I only know what you've told me, so tell me once more?",
        "I can't find that, honestly. Give me the short version?",
    ];

    private static readonly string[] KnownAll =
    [
        "Here is what I have: {x}. Anything to correct?",
        "From what you've told me, {x}. What should I add?",
        "Let me see: {x}. That's a start, isn't it?",
    ];

    private static readonly string[] KnownNothing =
    [
        "Not much yet: I only know what you tell me, and I don't guess. What's one thing worth knowing about you?",
        "An almost empty page, waiting. Tell me one true thing about you?",
    ];

    public Reply? Answer(Scene scene)
    {
        var said = scene.Said;
        if (said.Words.Length > 24)
        {
            return null;
        }
        if (Everything.First(said) is { } all && Question.IsAt(said, all.First))
        {
            return TellAll(scene);
        }
        if (Asked.First(said) is not { } found || !Question.IsAt(said, found.First))
        {
            return null;
        }
        var explicitly = found.Rule < 10;
        if (explicitly && found.Rule is 2 or 3 && ContentOf(said.Words.AsSpan(found.After)).Count == 0)
        {
            return LastSaid(scene);
        }
        var rest = string.Join(' ', said.Words[found.After..].Select(static word => word.Text));
        if (
            found.Rule == KnownAbout
            && Facts(scene, rest) is { Count: > 1 } facts
            && scene.Pick(Lines, ("x", Phrasing.List(facts))) is { } told
        )
        {
            return new Reply(told);
        }
        return Search(scene, rest) ?? (explicitly ? new Reply(scene.PickAnyway(Unknown)) : null);
    }

    /// <summary>The statement that has most of the words asked for; null when none has any.</summary>
    public static Reply? Search(Scene scene, string about)
    {
        var wanted = ContentOf(new Utterance(about).Words);
        if (wanted.Count == 0)
        {
            return null;
        }
        (int Score, string Text, bool Clause) best = (0, "", false);
        foreach (var (text, clause) in Statements(scene))
        {
            var score = ContentOf(new Utterance(text).Words).Count(wanted.Contains);
            // The later of two equals is what is true now, and a clause reads better than a quotation.
            if (score > best.Score || (score == best.Score && score > 0 && (clause || !best.Clause)))
            {
                best = (score, text, clause);
            }
        }
        if (best.Score * 2 < wanted.Count || best.Score == 0)
        {
            return null;
        }
        var text_ = best.Text;
        var line = best.Clause ? scene.Pick(Lines, ("x", text_)) : scene.Pick(Quotes, ("x", text_));
        return new Reply(line ?? (best.Clause ? $"{Phrasing.Capital(text_)}." : $"\u201c{text_}\u201d"));
    }

    /// <summary>The facts that have all of the words asked for, as clauses.</summary>
    private static List<string> Facts(Scene scene, string about)
    {
        var wanted = ContentOf(new Utterance(about).Words);
        return wanted.Count == 0
            ? []
            :
            [
                .. scene
                    .Blocks.Memories.Where(memory => memory.IsFact && wanted.IsSubsetOf(ContentOf(new Utterance(memory.Text).Words)))
                    .Select(static memory => AsClause(memory.Text))
                    .OfType<string>()
                    .Reverse()
                    .Take(MostFacts),
            ];
    }

    private static Reply TellAll(Scene scene)
    {
        var notes = Knowledge.Of(scene, includingNow: false);
        // What the notebook has no place for comes first, so that it is what gives way.
        var clauses = scene
            .Blocks.Memories.Where(static memory => memory.IsFact && Notebook.Read(new Utterance(memory.Text)).Count == 0)
            .Where(static memory => !FirstPerson.IsName(memory.Text))
            .Select(static memory => AsClause(memory.Text))
            .OfType<string>()
            .Where(clause =>
                !notes.Exists(note =>
                    note.Kind == NoteKind.Person
                    && clause.EndsWith($"{note.Subject} called {note.Value}", StringComparison.OrdinalIgnoreCase)
                )
            )
            .Concat(Knowledge.Clauses(notes))
            .Concat(Knowledge.Ahead(scene).Select(static ahead => ahead.Occasion.Clause))
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .TakeLast(MostListed)
            .ToList();
        if (scene.Name is not null)
        {
            clauses.Insert(0, $"you're {scene.Name}");
        }
        if (clauses.Count == 0 && scene.Blocks.Memories is [.., var memory])
        {
            clauses.Add(AsClause(memory.Text) ?? $"\u201c{Phrasing.Quotable(memory.Text)}\u201d");
        }
        return clauses.Count == 0
            ? new Reply(scene.PickAnyway(KnownNothing))
            : new Reply(scene.Pick(KnownAll, ("x", Phrasing.List(clauses))) ?? $"{Phrasing.Capital(Phrasing.List(clauses))}.");
    }

    private static Reply LastSaid(Scene scene)
    {
        if (scene.Before is not [.., var last] || last.Said.Words.Length == 0)
        {
            return new Reply(scene.PickAnyway(Unknown));
        }
        var quote = Phrasing.Quotable(last.Said.Text);
        return new Reply(scene.Pick(Quotes, ("x", quote)) ?? $"\u201c{quote}\u201d");
    }

    private static IEnumerable<(string Text, bool Clause)> Statements(Scene scene)
    {
        foreach (var note in Knowledge.Of(scene, includingNow: false))
        {
            yield return (note.Clause, true);
        }
        foreach (var (occasion, _, _) in Knowledge.Ahead(scene))
        {
            yield return (occasion.Clause, true);
        }
        if (scene.Blocks.Summary.Length > 0)
        {
            foreach (
                var sentence in scene
                    .Blocks.Summary.Split('.', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                    .Take(40)
            )
            {
                yield return (Phrasing.Quotable(sentence), false);
            }
        }
        foreach (var memory in scene.Blocks.Memories.TakeLast(60))
        {
            var dated = memory.On is { } day ? $" (noted on {day.ToString("d MMMM yyyy", CultureInfo.InvariantCulture)})" : "";
            yield return AsClause(memory.Text) is { } clause ? (clause + dated, true) : (Phrasing.Quotable(memory.Text), false);
        }
        foreach (
            var sentence in scene
                .Before.SelectMany(static earlier => Sentences(earlier.Said))
                .Concat(Question.Told(scene.Said) is { } told ? Sentences(told) : [])
        )
        {
            yield return AsClause(sentence) is { } clause ? (clause, true) : (Phrasing.Quotable(sentence), false);
        }
    }

    /// <summary>The plain statements of a message: no questions, nothing too short to mean something.</summary>
    private static IEnumerable<string> Sentences(Utterance said)
    {
        foreach (var sentence in said.Words.Select(static (word, i) => (word, i)).GroupBy(static pair => pair.word.Sentence))
        {
            if (!said.IsAsked(sentence.Key) && sentence.Count() > 2)
            {
                yield return said.Typed(sentence.First().i, sentence.Last().i + 1);
            }
        }
    }

    private static string? AsClause(string sentence)
    {
        var first = sentence.Split(' ', 2)[0].ToLowerInvariant();
        return first is "i" or "i'm" or "my" or "i've" or "we" or "our" ? Reflection.ToYouOrNull(sentence) : null;
    }

    /// <summary>The words that say what a text is about, as far as they can be compared.</summary>
    public static HashSet<string> ContentOf(ReadOnlySpan<Word> words)
    {
        var content = new HashSet<string>(StringComparer.Ordinal);
        foreach (var word in words)
        {
            if (!Empty.Contains(word.Text))
            {
                content.Add(Stem(word.Text));
            }
        }
        return content;
    }

    private static string Stem(string word) =>
        word.Length > 5 && word.EndsWith("ing", StringComparison.Ordinal) ? word[..^3].TrimEnd('e')
        : word.Length > 4 && word.EndsWith("ed", StringComparison.Ordinal) ? word[..^2]
        : word.Length > 3 && word.EndsWith('s') && !word.EndsWith("ss", StringComparison.Ordinal) ? word[..^1].TrimEnd('e')
        : word.Length > 4 ? word.TrimEnd('e')
        : word;
}
