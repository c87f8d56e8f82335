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

/// <summary>A conversation is read whole.</summary>
public sealed record ConversationTooLarge(string Where)
    : Failure("too_large", $"{Where}: a conversation may have at most {ImportLimits.ConversationBytes / (1024 * 1024)} MB.");

/// <summary>More than may be held, or taken.</summary>
#pragma warning disable RCS1194 // Nobody but the reader throws it.
internal sealed class ImportTooLargeException(bool isDocument) : Exception
#pragma warning restore RCS1194
{
    /// <summary>All of it, not one value.</summary>
    public bool IsDocument => isDocument;
}
