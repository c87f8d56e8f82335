using Kith.Engine.Models.Offline.Reading;

namespace Kith.Engine.Models.Offline.Intents;

/// <summary>No words at all: an empty message, a picture, emoji, a row of signs.</summary>
internal sealed class NothingSaid : IIntent
{
    private static readonly string[] Empty =
    [
        "I'm here{,name}. Whenever you have a word for it, I'll listen.",
        "Take your time{,name}. Silence doesn't bother me.",
        "Nothing came through just now. Try again?",
        "Still here{,name}, in no hurry at all.",
    ];

    private static readonly string[] Opening =
    [
        "{hello}{,name}! I'm {me}. What's on your mind?",
        "{hello}{,name}. I'm {me}, and I have all the time you like. Where shall we start?",
    ];

    private static readonly string[] Picture =
    [
        "I can't look at pictures while I'm offline, but I'd like to hear about it. What does it show?",
        "A picture came, and I have no eyes for it right now. Describe it to me in a sentence?",
    ];

    private static readonly string[] Signs =
    [
        "That's a message without words, and I'm better with words. What's behind it?",
        "I can't quite read that one{,name}. Give me a word or two to go with it?",
        "Mysterious. Is that a good sign or a bad sign?",
    ];

    private static readonly (int[] Signs, string[] Lines)[] Moods =
    [
        (
            [0x1F602, 0x1F923, 0x1F606, 0x1F605, 0x1F604, 0x1F601, 0x1F639, 0x1F61C],
            [
                "Ha! Something is funny. Let me in on it?",
                "Laughing suits the conversation. What was it?",
                "Go on, now I'm curious what set you off.",
            ]
        ),
        (
            [0x1F622, 0x1F62D, 0x1F614, 0x1F61E, 0x1F97A, 0x1F494, 0x1F641, 0x2639, 0x1F63F],
            [
                "That's a sad face{,name}. What happened?",
                "I see the tears. You don't have to find good words for it, any will do.",
                "Oh no. Tell me about it, from whichever end is easier.",
            ]
        ),
        (
            [0x1F621, 0x1F620, 0x1F92C, 0x1F624],
            ["Somebody or something has it coming. What did they do?", "I can see the steam from here. What happened?"]
        ),
        (
            [0x2764, 0x1F495, 0x1F496, 0x1F497, 0x1F60D, 0x1F970, 0x1F618, 0x1F917, 0x1F49B, 0x1F499, 0x1F49C],
            [
                "A heart, gladly received{,name}. What's it for?",
                "And one back, in plain text: <3. How are you today?",
                "That's kind{,name}. What made you smile?",
            ]
        ),
        (
            [0x1F634, 0x1F62A, 0x1F971],
            ["Somebody is sleepy. Long day, or short night?", "That looks like bedtime{,name}. Anything to put down before you sleep?"]
        ),
        (
            [0x1F44D, 0x1F44C, 0x1F64F, 0x1F44F],
            ["Good{,name}. What's next?", "Thumbs received. Carry on when you like.", "Glad that landed. Anything else on your mind?"]
        ),
        ([0x1F389, 0x1F973, 0x1F38A, 0x1F942], ["A party! What are we celebrating?", "Confetti everywhere. What's the good news?"]),
        ([0x1F44B], ["{hello}{,name}! How are things?", "Waving back{,name}. What's new?"]),
    ];

    /// <summary>One long word with hardly a vowel in it: a cat on the keys.</summary>
    private static bool IsGibberish(Utterance said) =>
        said.Words is [{ Text: { Length: > 5 and < 60 } word }]
        && word.All(char.IsAsciiLetter)
        && word.Count(static c => "aeiouy".Contains(c, StringComparison.Ordinal)) * 6 < word.Length;

    public Reply? Answer(Scene scene)
    {
        if (scene.Said.Words.Length > 0)
        {
            return IsGibberish(scene.Said) ? Say.From(scene, Signs) : null;
        }
        if (scene.HasPicture)
        {
            return new Reply(scene.PickAnyway(Picture));
        }
        foreach (var (signs, lines) in Moods)
        {
            if (scene.Said.Text.EnumerateRunes().Take(200).Any(rune => Array.IndexOf(signs, rune.Value) >= 0))
            {
                return new Reply(scene.PickAnyway(lines));
            }
        }
        var start = scene.Replies.Count == 0 && scene.Before.Count == 0;
        return new Reply(
            scene.PickAnyway(
                scene.Said.Text.Length > 0 ? Signs
                : start ? Opening
                : Empty
            )
        );
    }
}
