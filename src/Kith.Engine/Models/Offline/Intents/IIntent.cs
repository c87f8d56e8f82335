using System.Runtime.InteropServices;
using Kith.Engine.Models.Offline.Reading;

namespace Kith.Engine.Models.Offline.Intents;

/// <summary>What an intent answers.</summary>
/// <param name="Text">What is said.</param>
/// <param name="Whole">True when it must not be cut, whatever the token limit.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Reply(string Text, bool Whole = false);

/// <summary>One thing the friend understands and can answer.</summary>
internal interface IIntent
{
    /// <summary>The answer, or null when the message is not of this kind or nothing new is left to say to it.</summary>
    Reply? Answer(Scene scene);
}

/// <summary>An intent that is only a table: phrases to listen for, lines to choose from.</summary>
/// <param name="When">Phrases, one a line, in the notation of <see cref="PhraseSet"/>.</param>
/// <param name="Lines">What a friend says.</param>
/// <param name="Brisk">What a helper says instead; the friend's lines are its reserve.</param>
/// <param name="UpTo">The longest message, in words, that is about this and nothing else.</param>
internal sealed class Talk(string When, string[] Lines, string[]? Brisk = null, int UpTo = 60) : IIntent
{
    private readonly PhraseSet _when = PhraseSet.Of(When);

    public Reply? Answer(Scene scene) => scene.Said.Words.Length <= UpTo && _when.IsIn(scene.Said) ? Say.From(scene, Lines, Brisk) : null;
}

internal static class Say
{
    /// <summary>A fresh line in the persona's tone, or null.</summary>
    public static Reply? From(Scene scene, string[] lines, string[]? brisk = null, params ReadOnlySpan<(string Slot, string? Value)> slots)
    {
        var text =
            scene.Persona.IsBrisk && brisk is not null ? scene.Pick(brisk, slots) ?? scene.Pick(lines, slots) : scene.Pick(lines, slots);
        return text is null ? null : new Reply(text);
    }
}
