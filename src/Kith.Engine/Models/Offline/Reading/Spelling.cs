using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Kith.Engine.Models.Offline.Reading;

/// <summary>Brings a word as typed to the words the phrases are written in: lower case, no accents, contractions opened.</summary>
internal static class Spelling
{
    private const int MostPlain = 32;

    private static readonly SearchValues<char> Masks = SearchValues.Create("01345$@");

    private static readonly FrozenDictionary<string, string[]> Opened = Table(
        """
        im i'm iam = i am | ive i've = i have | i'd = i would | i'll = i will
        you're youre = you are | you've youve = you have | you'd = you would | you'll youll = you will
        he's hes = he is | she's shes = she is | it's = it is | he'll = he will | she'll = she will | it'll = it will
        he'd = he would | she'd = she would
        we're = we are | we've weve = we have | we'll = we will | we'd = we would
        they're theyre = they are | they've theyve = they have | they'll = they will
        that's thats = that is | there's theres = there is | here's heres = here is
        what's whats wats = what is | who's whos = who is | where's wheres = where is | when's whens = when is
        how's hows = how is | why's = why is | name's = name is
        don't dont dnt = do not | doesn't doesnt = does not | didn't didnt = did not
        can't cant cannot = can not | won't wont = will not | isn't isnt = is not | aren't arent = are not
        wasn't wasnt = was not | weren't werent = were not | haven't havent = have not | hasn't hasnt = has not
        hadn't hadnt = had not | couldn't couldnt = could not | shouldn't shouldnt = should not
        wouldn't wouldnt = would not | ain't aint = is not | let's lets = let us
        wanna wana = want to | gonna = going to | gotta = got to | gimme = give me | lemme = let me | dunno = do not know
        u ya = you | ur = your | r = are | pls plz = please | thx tnx ty = thanks | tysm = thanks so much
        idk = i do not know | tmrw tmr tomorow tommorow tommorrow = tomorrow | bday = birthday | cuz cos coz bc = because
        favorite fav fave = favourite | color = colour | mum = mom | mummy mommy = mom | daddy = dad | granny grandma nan = grandmother
        grandpa = grandfather | missus = wife | hubby = husband | mam = mom | bf = boyfriend | gf = girlfriend | bff bestie = friend | ok okey okie k kk = okay
        rn = right now | smth = something | ppl = people | w = with | abt = about | wat wut = what | hw = how
        anymore = any more | kil kll kiling = kill | killin = killing | mysef myslef myselve meself = myself
        sucide suiside suicde suicied suacide suiced sewerslide = suicide | sucidal suicidle suisidal suicdal = suicidal
        diee dye dy = die | lfe = life | overdos overdosing = overdose | hert = hurt | cuting = cutting
        abusd = abused | wan = want | wnt = want | liv = live | becuase becasue = because | alot = a lot | noone = no one
        loney lonley = lonely | anxios = anxious | tierd = tired | strest = stressed | freind = friend | reely = really
        """
    );

    private static readonly FrozenDictionary<string, string[]>.AlternateLookup<ReadOnlySpan<char>> OpenedBySpan = Opened.GetAlternateLookup<
        ReadOnlySpan<char>
    >();

    /// <summary>The words <paramref name="typed"/> stands for; null when it is only itself, <paramref name="folded"/>.</summary>
    public static string[]? Open(ReadOnlySpan<char> typed, out string folded)
    {
        Span<char> lower = stackalloc char[MostPlain];
        if (typed.Length <= MostPlain && typed.ToLowerInvariant(lower) is var length && IsPlain(lower[..length]))
        {
            // The common case by far, and the one that must be cheap.
            if (OpenedBySpan.TryGetValue(lower[..length], out var known))
            {
                folded = "";
                return known;
            }
            folded = lower[..length].ToString();
            return null;
        }
        folded = Fold(typed);
        if (Opened.TryGetValue(folded, out var words))
        {
            return words;
        }
        if (folded.EndsWith("'s", StringComparison.Ordinal))
        {
            // "mum's" is "mom's"; what opens to several words is no name of somebody.
            return Opened.TryGetValue(folded[..^2], out var owner) && owner.Length == 1 ? [owner[0], "'s"] : [folded[..^2], "'s"];
        }
        folded = folded.Contains('\'') ? folded.Replace("'", "", StringComparison.Ordinal) : folded;
        return null;
    }

    /// <summary>Small letters a to z, none three times in a row: nothing to fold.</summary>
    private static bool IsPlain(ReadOnlySpan<char> word)
    {
        for (var i = 0; i < word.Length; i++)
        {
            if (word[i] is < 'a' or > 'z' || (i > 1 && word[i] == word[i - 1] && word[i] == word[i - 2]))
            {
                return false;
            }
        }
        return true;
    }

    private static string Fold(ReadOnlySpan<char> typed)
    {
        var text = typed.ToString().ToLowerInvariant();
        if (text.AsSpan().ContainsAnyExceptInRange('\0', '\x7f'))
        {
            text = WithoutAccents(text);
        }
        return Squeeze(char.IsLetter(text[0]) ? Unmask(text) : text);
    }

    private static string WithoutAccents(string text)
    {
        var folded = new StringBuilder(text.Length);
        var latin = false;
        foreach (var c in text.Normalize(NormalizationForm.FormD))
        {
            var mark = CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark;
            latin = mark ? latin : c < 0x250;
            if (!mark || !latin)
            {
                folded.Append(c);
            }
        }
        return folded.Length == 0 ? text : folded.ToString().Normalize(NormalizationForm.FormC);
    }

    /// <summary>Digits that stand for letters inside a word ("k1ll") become letters.</summary>
    private static string Unmask(string word)
    {
        if (!word.AsSpan(1).ContainsAny(Masks))
        {
            return word;
        }
        return string.Create(
            word.Length,
            word,
            static (span, from) =>
            {
                for (var i = 0; i < span.Length; i++)
                {
                    span[i] = from[i] switch
                    {
                        '0' => 'o',
                        '1' => 'i',
                        '3' => 'e',
                        '4' or '@' => 'a',
                        '5' or '$' => 's',
                        var c => c,
                    };
                }
            }
        );
    }

    /// <summary>"soooo" becomes "so", "killlll" becomes "kill": three or more of a letter are one, or two where English doubles it.</summary>
    private static string Squeeze(string word)
    {
        var squeezed = new StringBuilder(word.Length);
        for (var i = 0; i < word.Length; )
        {
            var end = i;
            while (end < word.Length && word[end] == word[i])
            {
                end++;
            }
            var keep =
                end - i < 3 || char.IsDigit(word[i]) ? end - i
                : word[i] is 'l' or 's' or 'f' && i > 0 ? 2
                : 1;
            squeezed.Append(word[i], keep);
            i = end;
        }
        return squeezed.Length == word.Length ? word : squeezed.ToString();
    }

    private static FrozenDictionary<string, string[]> Table(string rows) =>
        rows.Split(['|', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(static row => row.Split('=', StringSplitOptions.TrimEntries))
            .SelectMany(static sides => sides[0].Split(' ').Select(from => KeyValuePair.Create(from, sides[1].Split(' '))))
            .ToFrozenDictionary(StringComparer.Ordinal);
}
