namespace Kith.Engine.Portability;

/// <summary>How much may come at once.</summary>
public static class ImportLimits
{
    /// <summary>A whole import.</summary>
    public const long BodyBytes = 200L * 1024 * 1024;

    /// <summary>One conversation of it, as JSON: it is read whole before it is written.</summary>
    public const int ConversationBytes = 32 * 1024 * 1024;

    /// <summary>One message, in UTF-8: as long as an answer may be, for people paste more elsewhere than they can say here.</summary>
    public const int MessageBytes = 2 * 1024 * 1024;

    public const int Conversations = 100_000;
}

/// <summary>What an import may have at most.</summary>
public sealed record ImportTooLarge()
    : Failure("too_large", $"An import may have at most {ImportLimits.BodyBytes / (1024 * 1024)} MB. Send it in parts.");

/// <summary>Something of a document that isn't taken, while the rest is.</summary>
/// <param name="Where">Its place in the document.</param>
public abstract record LeftOut(string Where, string Code, string Text) : Failure(Code, $"{Where}: {Text}");

/// <summary>A conversation is read whole.</summary>
public sealed record ConversationTooLarge(string Where)
    : LeftOut(Where, "too_large", $"a conversation may have at most {ImportLimits.ConversationBytes / (1024 * 1024)} MB.");

/// <summary>What others said is not one's own to bring in.</summary>
public sealed record PeopleLeftOut(int Chats)
    : LeftOut(
        "people_chats",
        "forbidden",
        $"{(Chats == 1 ? "1 chat with people stays where it was" : $"{Chats} chats with people stay where they were")} had."
    );

/// <summary>More than may be held, or taken.</summary>
#pragma warning disable RCS1194 // Nobody but the reader throws it.
internal sealed class ImportTooLargeException(bool isDocument) : Exception
#pragma warning restore RCS1194
{
    /// <summary>All of it, not one value.</summary>
    public bool IsDocument => isDocument;
}
