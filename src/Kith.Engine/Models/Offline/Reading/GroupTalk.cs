using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;

namespace Kith.Engine.Models.Offline.Reading;

/// <summary>
/// A talk among several, where every message has an author and begins with their name, as a talk with the one who spoke last: what others
/// said of themselves isn't about that one.
/// </summary>
internal static partial class GroupTalk
{
    public static IReadOnlyList<ChatMessage> Read(IReadOnlyList<ChatMessage> messages) =>
        messages is [.., { AuthorName: { } speaker }]
            ? [.. messages.Where(message => message.AuthorName is null || message.AuthorName == speaker).Select(Strip)]
            : messages;

    /// <summary>Without the name it begins with, and without the one it calls.</summary>
    private static ChatMessage Strip(ChatMessage message) =>
        message.AuthorName is { } name && message.Text.StartsWith($"{name}: ", StringComparison.Ordinal)
            ? new ChatMessage(message.Role, Called().Replace(message.Text[(name.Length + 2)..], "").Trim())
            {
                CreatedAt = message.CreatedAt,
            }
            : message;

    /// <summary>A call by name, with the comma after it.</summary>
    [GeneratedRegex(@"(^|(?<=\s))@[A-Za-z0-9][A-Za-z0-9-]*[,:]?\s?", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Called();
}
