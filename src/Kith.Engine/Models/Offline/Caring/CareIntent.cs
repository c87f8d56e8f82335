using Kith.Engine.Models.Offline.Intents;
using Kith.Engine.Models.Offline.Reading;

namespace Kith.Engine.Models.Offline.Caring;

/// <summary>
/// Answers words of danger before anything else gets a say, and stays with them for two messages unless the person says they are safe.
/// Chooses the longest wording that fits the token limit; the shortest is given whole, whatever the limit.
/// </summary>
internal sealed class CareIntent : IIntent
{
    private const int Lingering = 2;

    private static readonly PhraseSet Safe = PhraseSet.Of(
        """
        i am|feel safe|okay|fine|better|alright|good
        i am not alone|going|in
        safe now
        much better
        i will call|be|talk|go
        i called|talked|spoke
        with my|a friend|mom|dad|sister|brother|family|husband|wife|partner|roommate
        do not worry
        promise
        """
    );

    private static readonly PhraseSet Misread = PhraseSet.Of(
        """
        i am|was only|just? joking|kidding
        just|only joking|kidding|sarcasm|sarcastic|exaggerating|lyrics
        just|only|was|is a joke|song|lyric|movie|film|book|novel|game|quote|figure|character|saying|expression
        song|movie|film|book lyrics|lyric|quote|title
        misunderstood|misread me|that|it
        did not mean it
        """
    );

    private static readonly PhraseSet Yes = PhraseSet.Of(
        """
        ^ yes|yeah|yep|yup|y
        ^ i am $
        ^ i think so
        """
    );

    private static readonly PhraseSet No = PhraseSet.Of(
        """
        ^ no|nope|nah|n|not|never
        ^ i am not
        ^ i do not think|know
        ^ maybe
        ^ nobody|nothing
        """
    );

    public Reply? Answer(Scene scene)
    {
        var help = HelpLines.For(scene.Blocks.FindProfile("timezone"));
        var concern = Care.Find(scene.Said);
        if (concern != Concern.None)
        {
            return OtherLanguage.Recognise(scene.Said, fewWords: true) is { } language
                ? new Reply($"{language.Care} {CareLines.Bare(help)}", Whole: true)
                : Fitting(scene, CareLines.First(scene, concern, help));
        }
        return Unresolved(scene) is { } earlier ? Fitting(scene, FollowUp(scene, earlier, help)) : null;
    }

    private static IEnumerable<string> FollowUp(Scene scene, Concern earlier, HelpLine help)
    {
        var said = scene.Said;
        var asksOfHarm = scene.JustSaid.EndsWith(CareLines.AsksOfHarm, StringComparison.Ordinal);
        if (Misread.IsIn(said))
        {
            return CareLines.WhenMisread(scene, earlier, help);
        }
        if (asksOfHarm ? Yes.IsIn(said) : No.IsIn(said) && !Safe.IsIn(said))
        {
            return CareLines.WhenUnsafe(scene, earlier, help);
        }
        if (earlier == Concern.Emergency && Yes.IsIn(said))
        {
            return CareLines.WhenAccompanied(scene, help);
        }
        return IsSafe(said, scene.JustSaid) ? CareLines.WhenSafe(scene, earlier, help) : CareLines.Staying(scene, earlier, help);
    }

    private static bool IsSafe(Utterance said, string justSaid) =>
        Safe.IsIn(said) || (justSaid.EndsWith(CareLines.AsksOfHarm, StringComparison.Ordinal) ? No.IsIn(said) : Yes.IsIn(said));

    /// <summary>What was said one or two messages ago and has not been answered with "I'm safe" since.</summary>
    private static Concern? Unresolved(Scene scene)
    {
        var before = scene.Before;
        for (var back = 1; back <= Lingering && back <= before.Count; back++)
        {
            var said = before[^back].Said;
            var concern = Care.Find(said);
            if (concern is not (Concern.None or Concern.Bereaved))
            {
                return concern;
            }
            if (Safe.IsIn(said) || Misread.IsIn(said) || scene.JustSaid.Contains(CareLines.Relieved, StringComparison.Ordinal))
            {
                return null;
            }
        }
        return null;
    }

    private static Reply Fitting(Scene scene, IEnumerable<string> forms)
    {
        var last = "";
        foreach (var form in forms)
        {
            last = form;
            if (scene.MaxTokens is not > 0 || Phrasing.Tokens(form) <= scene.MaxTokens)
            {
                break;
            }
        }
        return new Reply(last, Whole: true);
    }
}
