using System.Collections.Frozen;

namespace Kith.Engine.Memory.Search;

/// <summary>Forms of English words that no rule leads back to their base: <c>went</c> and <c>go</c>, <c>children</c> and <c>child</c>.</summary>
internal static class IrregularForms
{
    /// <summary>The base, then its forms. A form that is a common word of its own (<c>left</c>, <c>found</c>, <c>saw</c>) counts for the verb.</summary>
    private const string Forms = """
        arise arose arisen|awake awoke awoken|beat beaten|become became|begin began begun|bend bent|bid bade bidden|bind bound
        bite bit bitten|bleed bled|blow blew blown|break broke broken|breed bred|bring brought|build built|burn burnt|buy bought
        catch caught|choose chose chosen|cling clung|come came|creep crept|deal dealt|dig dug|draw drew drawn|dream dreamt
        drink drank drunk|drive drove driven|dwell dwelt|eat ate eaten|fall fell fallen|feed fed|feel felt|fight fought|find found
        flee fled|fling flung|fly flew flown|forbid forbade forbidden|forget forgot forgotten|forgive forgave forgiven|freeze froze frozen
        get got gotten|give gave given|go went gone|grind ground|grow grew grown|hang hung|hear heard|hide hid hidden|hold held
        keep kept|kneel knelt|know knew known|lay laid|lead led|lean leant|leap leapt|learn learnt|leave left|lend lent
        light lit|lose lost|make made|mean meant|meet met|mistake mistook mistaken|overcome overcame|pay paid|prove proven
        ride rode ridden|ring rang rung|rise rose risen|run ran|say said|see saw seen|seek sought|sell sold|send sent|sew sewn
        shake shook shaken|shine shone|shoot shot|show shown|shrink shrank shrunk|sing sang sung|sink sank sunk|sit sat|sleep slept
        slide slid|sow sown|speak spoke spoken|speed sped|spend spent|spill spilt|spin spun|spit spat|spoil spoilt|spring sprang sprung
        stand stood|steal stole stolen|stick stuck|sting stung|stink stank stunk|strike struck stricken|strive strove striven
        swear swore sworn|sweep swept|swell swollen|swim swam swum|swing swung|take took taken|teach taught|tear tore torn|tell told
        think thought|throw threw thrown|undergo underwent undergone|understand understood|undertake undertook undertaken|wake woke woken
        wear wore worn|weave wove woven|weep wept|win won|wind wound|withdraw withdrew withdrawn|write wrote written
        child children|foot feet|goose geese|life lives|leaf leaves|half halves|knife knives|loaf loaves|man men|mouse mice|person people
        shelf shelves|thief thieves|tooth teeth|wife wives|wolf wolves|woman women
        """;

    private static readonly FrozenDictionary<string, string> s_bases = Forms
        .Split(['|', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .SelectMany(words => words.Skip(1).Select(form => (Form: form, Base: words[0])))
        .ToFrozenDictionary(pair => pair.Form, pair => pair.Base, StringComparer.Ordinal);

    /// <summary>The base of an irregular form; any other word as it is.</summary>
    /// <param name="word">In small letters a to z.</param>
    public static string BaseOf(string word) => s_bases.GetValueOrDefault(word, word);
}
