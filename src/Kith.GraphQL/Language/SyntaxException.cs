namespace Kith.GraphQL.Language;

/// <summary>The document is no GraphQL, or more than may be read. The message is for the one who wrote it.</summary>
internal sealed class SyntaxException(string message, int position, bool isLimit = false) : Exception(message)
{
    public int Position { get; } = position;

    /// <summary>It isn't wrong, but too much.</summary>
    public bool IsLimit { get; } = isLimit;
}
