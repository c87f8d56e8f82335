using System.Collections.Frozen;
using Kith.Engine.Models.Offline.Reading;

namespace Kith.Engine.Models.Offline.Intents;

/// <summary>A language the friend can say one kind thing in.</summary>
/// <param name="Script">The letters that give it away; empty for languages told by their common words.</param>
/// <param name="Words">Its commonest words, folded.</param>
/// <param name="Sorry">That it understands English best while offline.</param>
/// <param name="Care">That it takes this seriously, and where help is; the numbers follow.</param>
internal sealed record Language((char From, char To)[] Script, string Words, string Sorry, string Care)
{
    public FrozenSet<string> Common { get; } = Words.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
}

/// <summary>Answers other languages honestly: one sentence in theirs, then an invitation in English.</summary>
internal sealed class OtherLanguage : IIntent
{
    private const int ReadCharacters = 600;

    private static readonly FrozenSet<string> English = (
        "the a an is are was i you it to of and in that my me not do have for on with what how this be so but we he she they can will just am "
        + "about from your no yes hello hi hey thanks please good"
    )
        .Split(' ')
        .ToFrozenSet(StringComparer.Ordinal);

    // Words that give a language away all alone.
    private static readonly string[] Greetings =
        "hola gracias bonjour salut merci hallo danke ola obrigado obrigada ciao grazie buongiorno merhaba namaste shukriya czesc dziekuje bedankt".Split(
            ' '
        );

    private static readonly string[] InEnglish =
    [
        "Try me in English and I'll do better.",
        "If you can, say it in simple English and I'm all yours.",
        "In English I follow you far better, and I'd like to.",
        "A few English words are enough for me to go on.",
        "With a language model connected in the settings (OPENAI_API_KEY or OPENAI_BASE_URL) I'd answer in kind.",
    ];

    public Reply? Answer(Scene scene)
    {
        if (Recognise(scene.Said) is not { } language)
        {
            return null;
        }
        var invitation = scene.PickAnyway(InEnglish);
        return new Reply(scene.WasUsed(language.Sorry) ? invitation : $"{language.Sorry} {invitation}");
    }

    /// <summary>
    /// The language of a message that is plainly not English; null when it is, or can't be told. One common word is enough if
    /// <paramref name="fewWords"/>.
    /// </summary>
    public static Language? Recognise(Utterance said, bool fewWords = false)
    {
        var text = said.Text.AsSpan(0, Math.Min(said.Text.Length, ReadCharacters));
        var letters = 0;
        var counts = new int[Languages.All.Length];
        foreach (var c in text)
        {
            letters += char.IsLetter(c) ? 1 : 0;
            for (var i = 0; i < counts.Length; i++)
            {
                counts[i] += Array.Exists(Languages.All[i].Script, range => c >= range.From && c <= range.To) ? 1 : 0;
            }
        }
        for (var i = 0; i < counts.Length; i++)
        {
            // Marks count as letters of scripts that write vowels with them, so "half" is a low bar on purpose.
            if (counts[i] > 0 && counts[i] * 2 >= letters)
            {
                return Languages.All[i];
            }
        }
        return ByWords(said, fewWords);
    }

    private static Language? ByWords(Utterance said, bool fewWords)
    {
        var words = said.Words.AsSpan(0, Math.Min(said.Words.Length, 40));
        var english = 0;
        foreach (var word in words)
        {
            english += English.Contains(word.Text) ? 1 : 0;
        }
        Language? best = null;
        var most = fewWords ? english : Math.Max(1, english);
        var seen = words.ToArray().Select(static word => word.Text).ToHashSet(StringComparer.Ordinal);
        foreach (var language in Languages.All)
        {
            var count = seen.Count(language.Common.Contains);
            if (count > most || (best is null && count > 0 && words.Length <= 2 && seen.Overlaps(Greetings)))
            {
                (best, most) = (language, count);
            }
        }
        return best;
    }
}
