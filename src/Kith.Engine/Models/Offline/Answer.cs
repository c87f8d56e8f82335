using System.Globalization;
using Kith.Engine.Models.Offline.Intents;
using Kith.Engine.Models.Offline.Reading;
using Microsoft.Extensions.AI;

namespace Kith.Engine.Models.Offline;

/// <summary>One finished answer, before it is streamed.</summary>
internal sealed record Answer(string Id, string Text, ChatFinishReason FinishReason, UsageDetails Usage)
{
    public static Answer To(IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        var all = GroupTalk.Read(messages as IReadOnlyList<ChatMessage> ?? [.. messages]);
        var scene = new Scene(all, options);
        var reply = Repertoire.To(scene);
        var (text, truncated) = reply.Whole ? (reply.Text, false) : Phrasing.Fit(reply.Text, options?.MaxOutputTokens);
        var (read, written) = (all.Sum(static message => (long)Phrasing.Tokens(message.Text)), Phrasing.Tokens(text));
        return new Answer(
            "offline-" + scene.Seed.ToString("x16", CultureInfo.InvariantCulture),
            text,
            truncated ? ChatFinishReason.Length : ChatFinishReason.Stop,
            new UsageDetails
            {
                InputTokenCount = read,
                OutputTokenCount = written,
                TotalTokenCount = read + written,
            }
        );
    }

    /// <summary>The text in pieces the size of a word, each with the white space before it; together they are the text.</summary>
    public IEnumerable<string> Pieces()
    {
        for (var start = 0; start < Text.Length; )
        {
            var end = start;
            while (end < Text.Length && char.IsWhiteSpace(Text[end]))
            {
                end++;
            }
            while (end < Text.Length && !char.IsWhiteSpace(Text[end]))
            {
                end++;
            }
            yield return Text[start..end];
            start = end;
        }
    }
}
