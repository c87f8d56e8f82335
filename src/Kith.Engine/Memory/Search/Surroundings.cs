namespace Kith.Engine.Memory.Search;

/// <summary>Something that fits by its words and those around it, and how well the best of its conversation does.</summary>
internal sealed record Fitting(Candidate Candidate, double ByWords, double OfConversation);

/// <summary>Counts words of messages for those that stand around them on the active branch, and for their conversation.</summary>
internal sealed class Surroundings
{
    /// <summary>What the words of a message count for others: of the one two before, one before, one after, two after.</summary>
    private static readonly (int Offset, double Weight)[] s_around = [(-2, 0.15), (-1, 0.35), (1, 0.35), (2, 0.1)];

    private readonly Candidate[] _candidates;
    private readonly double[] _words;
    private readonly double[] _own;

    /// <summary>Of the conversation that begins at this place; the best of the term that is counted now, and of all.</summary>
    private readonly double[] _best;
    private readonly double[] _conversations;

    /// <summary>Where the conversation of each begins.</summary>
    private readonly int[] _begin;

    /// <param name="candidates">Each document once.</param>
    public Surroundings(IEnumerable<Candidate> candidates)
    {
        _candidates =
        [
            .. candidates.OrderBy(candidate => candidate.ConversationId, StringComparer.Ordinal).ThenBy(candidate => candidate.Depth),
        ];
        _words = new double[_candidates.Length];
        _own = new double[_candidates.Length];
        _best = new double[_candidates.Length];
        _conversations = new double[_candidates.Length];
        _begin = new int[_candidates.Length];
        for (var i = 0; i < _begin.Length; i++)
            _begin[i] = i > 0 && IsSameBranch(i - 1, i) ? _begin[i - 1] : i;
    }

    public void Add(TermEvidence term)
    {
        Array.Clear(_best);
        for (var i = 0; i < _own.Length; i++)
        {
            _own[i] = term.Frequencies[_candidates[i].Document];
            if (_own[i] > 0 && _candidates[i].Depth >= 0)
                _best[_begin[i]] = Math.Max(_best[_begin[i]], term.Rarity * Bm25.Saturate(_own[i]));
        }

        for (var i = 0; i < _own.Length; i++)
        {
            var frequency = _own[i] + Around(i);
            if (frequency > 0)
                _words[i] += term.Rarity * Bm25.Saturate(frequency);
            _conversations[i] += _best[i];
        }
    }

    /// <summary>Those that have a word, or stand beside one that has.</summary>
    public IEnumerable<Fitting> Found() =>
        from i in Enumerable.Range(0, _candidates.Length)
        where _words[i] > 0
        select new Fitting(_candidates[i], _words[i], _candidates[i].Depth >= 0 ? _conversations[_begin[i]] : 0);

    /// <summary>What a term counts from around this one.</summary>
    private double Around(int i)
    {
        var frequency = 0.0;
        foreach (var (offset, weight) in s_around)
        {
            var step = Math.Sign(offset);
            var depth = _candidates[i].Depth + offset;
            for (var at = i + step; at >= 0 && at < _own.Length && at != i + offset + step && IsSameBranch(at, i); at += step)
            {
                if (_candidates[at].Depth == depth)
                    frequency += weight * _own[at];
            }
        }

        return frequency;
    }

    private bool IsSameBranch(int i, int other) =>
        _candidates[i] is { Depth: >= 0, ConversationId: { } conversation }
        && _candidates[other].Depth >= 0
        && _candidates[other].ConversationId == conversation;
}
