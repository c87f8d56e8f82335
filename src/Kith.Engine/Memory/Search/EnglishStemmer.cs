namespace Kith.Engine.Memory.Search;

/// <summary>
/// Porter's second stemmer for English ("Porter2", https://snowballstem.org/algorithms/english/stemmer.html): <c>mangoes</c> and
/// <c>mango</c> become one term. Words come in small letters a to z; apostrophes were dealt with before.
/// </summary>
internal static class EnglishStemmer
{
    private static readonly Dictionary<string, string> s_irregular = new(StringComparer.Ordinal)
    {
        ["skis"] = "ski",
        ["skies"] = "sky",
        ["dying"] = "die",
        ["lying"] = "lie",
        ["tying"] = "tie",
        ["idly"] = "idl",
        ["gently"] = "gentl",
        ["ugly"] = "ugli",
        ["early"] = "earli",
        ["only"] = "onli",
        ["singly"] = "singl",
        ["sky"] = "sky",
        ["news"] = "news",
        ["howe"] = "howe",
        ["atlas"] = "atlas",
        ["cosmos"] = "cosmos",
        ["bias"] = "bias",
        ["andes"] = "andes",
    };

    private static readonly HashSet<string> s_keptAfterPlurals = new(StringComparer.Ordinal)
    {
        "inning",
        "outing",
        "canning",
        "herring",
        "earring",
        "proceed",
        "exceed",
        "succeed",
    };

    private static readonly (string Suffix, string By)[] s_derivations =
    [
        ("ization", "ize"),
        ("ational", "ate"),
        ("fulness", "ful"),
        ("ousness", "ous"),
        ("iveness", "ive"),
        ("tional", "tion"),
        ("biliti", "ble"),
        ("lessli", "less"),
        ("entli", "ent"),
        ("ation", "ate"),
        ("alism", "al"),
        ("aliti", "al"),
        ("ousli", "ous"),
        ("iviti", "ive"),
        ("fulli", "ful"),
        ("enci", "ence"),
        ("anci", "ance"),
        ("abli", "able"),
        ("izer", "ize"),
        ("ator", "ate"),
        ("alli", "al"),
        ("bli", "ble"),
        ("ogi", "og"),
        ("li", ""),
    ];

    private static readonly (string Suffix, string By)[] s_endings =
    [
        ("ational", "ate"),
        ("tional", "tion"),
        ("alize", "al"),
        ("icate", "ic"),
        ("iciti", "ic"),
        ("ative", ""),
        ("ical", "ic"),
        ("ness", ""),
        ("ful", ""),
    ];

    private static readonly string[] s_lastEndings =
    [
        "ement",
        "ance",
        "ence",
        "able",
        "ible",
        "ment",
        "ant",
        "ent",
        "ism",
        "ate",
        "iti",
        "ous",
        "ive",
        "ize",
        "ion",
        "al",
        "er",
        "ic",
    ];

    /// <summary>The stem of a word in small letters a to z.</summary>
    public static string Stem(string word)
    {
        if (word.Length <= 2)
            return word;
        if (s_irregular.TryGetValue(word, out var irregular))
            return irregular;
        var stem = new Word(word);
        stem.CutPlural();
        if (s_keptAfterPlurals.Contains(stem.ToString()))
            return stem.ToString();
        stem.CutPast();
        stem.CloseY();
        stem.ReplaceDerivation();
        stem.ReplaceEnding();
        stem.CutLastEnding();
        stem.CutFinal();
        return stem.ToString();
    }

    /// <summary>A word being cut. A Y that sounds as a consonant is written as a capital meanwhile.</summary>
    private sealed class Word
    {
        private readonly char[] _letters;
        private readonly int _r1;
        private readonly int _r2;
        private int _length;

        public Word(string word)
        {
            // One more: "hop" + "ing" gives "hope", which is no longer than the word, but "e" is put on after cutting.
            _letters = [.. word, '\0'];
            _length = word.Length;
            for (var i = 0; i < _length; i++)
            {
                if (_letters[i] == 'y' && (i == 0 || IsVowel(_letters[i - 1])))
                    _letters[i] = 'Y';
            }

            _r1 =
                word.StartsWith("gener", StringComparison.Ordinal) || word.StartsWith("arsen", StringComparison.Ordinal) ? 5
                : word.StartsWith("commun", StringComparison.Ordinal) ? 6
                : AfterFirstConsonantPastVowel(0);
            _r2 = AfterFirstConsonantPastVowel(_r1);
        }

        public override string ToString() => new string(_letters, 0, _length).Replace('Y', 'y');

        /// <summary>Step 1a.</summary>
        public void CutPlural()
        {
            if (Ends("sses"))
                _length -= 2;
            else if (Ends("ied") || Ends("ies"))
                _length -= _length > 4 ? 2 : 1;
            else if (Ends("s") && !Ends("us") && !Ends("ss") && HasVowel(_length - 2))
                _length--;
        }

        /// <summary>Step 1b.</summary>
        public void CutPast()
        {
            var suffix = FirstEnding("eedly", "ingly", "edly", "eed", "ing", "ed");
            if (suffix is "eedly" or "eed")
            {
                if (_length - suffix.Length >= _r1)
                    _length -= suffix.Length - 2;
                return;
            }

            if (suffix is null || !HasVowel(_length - suffix.Length))
                return;
            _length -= suffix.Length;
            if (Ends("at") || Ends("bl") || Ends("iz"))
                _letters[_length++] = 'e';
            else if (EndsDouble())
                _length--;
            else if (_r1 >= _length && EndsInShortSyllable(_length))
                _letters[_length++] = 'e';
        }

        /// <summary>Step 1c.</summary>
        public void CloseY()
        {
            if (_length > 2 && _letters[_length - 1] is 'y' or 'Y' && !IsVowel(_letters[_length - 2]))
                _letters[_length - 1] = 'i';
        }

        /// <summary>Step 2.</summary>
        public void ReplaceDerivation()
        {
            var (suffix, by) = Array.Find(s_derivations, pair => Ends(pair.Suffix));
            if (suffix is null || _length - suffix.Length < _r1)
                return;
            var before = _length > suffix.Length ? _letters[_length - suffix.Length - 1] : '\0';
            if ((suffix == "ogi" && before != 'l') || (suffix == "li" && !"cdeghkmnrt".Contains(before, StringComparison.Ordinal)))
                return;
            Replace(suffix, by);
        }

        /// <summary>Step 3.</summary>
        public void ReplaceEnding()
        {
            var (suffix, by) = Array.Find(s_endings, pair => Ends(pair.Suffix));
            if (suffix is not null && _length - suffix.Length >= (suffix == "ative" ? _r2 : _r1))
                Replace(suffix, by);
        }

        /// <summary>Step 4.</summary>
        public void CutLastEnding()
        {
            var suffix = FirstEnding(s_lastEndings);
            if (suffix is null || _length - suffix.Length < _r2)
                return;
            if (suffix == "ion" && !(_length > 3 && _letters[_length - 4] is 's' or 't'))
                return;
            _length -= suffix.Length;
        }

        /// <summary>Step 5.</summary>
        public void CutFinal()
        {
            var last = _length - 1;
            if (Ends("e") && (last >= _r2 || (last >= _r1 && !EndsInShortSyllable(last))))
                _length--;
            else if (Ends("ll") && last >= _r2)
                _length--;
        }

        private void Replace(string suffix, string by)
        {
            _length -= suffix.Length;
            by.CopyTo(0, _letters, _length, by.Length);
            _length += by.Length;
        }

        private string? FirstEnding(params ReadOnlySpan<string> suffixes)
        {
            foreach (var suffix in suffixes)
            {
                if (Ends(suffix))
                    return suffix;
            }

            return null;
        }

        private bool Ends(string suffix) => _letters.AsSpan(0, _length).EndsWith(suffix, StringComparison.Ordinal);

        private bool EndsDouble() =>
            _length > 1
            && _letters[_length - 1] == _letters[_length - 2]
            && _letters[_length - 1] is 'b' or 'd' or 'f' or 'g' or 'm' or 'n' or 'p' or 'r' or 't';

        private bool EndsInShortSyllable(int length) =>
            length == 2
                ? IsVowel(_letters[0]) && !IsVowel(_letters[1])
                : length > 2
                    && !IsVowel(_letters[length - 1])
                    && _letters[length - 1] is not ('w' or 'x' or 'Y')
                    && IsVowel(_letters[length - 2])
                    && !IsVowel(_letters[length - 3]);

        private bool HasVowel(int length)
        {
            for (var i = 0; i < length; i++)
            {
                if (IsVowel(_letters[i]))
                    return true;
            }

            return false;
        }

        private int AfterFirstConsonantPastVowel(int from)
        {
            for (var i = from + 1; i < _length; i++)
            {
                if (!IsVowel(_letters[i]) && IsVowel(_letters[i - 1]))
                    return i + 1;
            }

            return _length;
        }

        private static bool IsVowel(char letter) => letter is 'a' or 'e' or 'i' or 'o' or 'u' or 'y';
    }
}
