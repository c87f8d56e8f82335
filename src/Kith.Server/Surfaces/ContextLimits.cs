using Kith.Engine;
using Kith.Engine.Conversations.Members;

namespace Kith.Server.Surfaces;

/// <summary>How many messages of the related chat may be asked for as context.</summary>
internal static class ContextLimits
{
    /// <summary>As a message asks for it; null when it doesn't.</summary>
    public static Result<int?> Check(bool? isIncluded, long? limit)
    {
        if (limit is < 1 or > RelatedChats.MostMessages)
            return new Invalid("context_message_limit", $"must be from 1 to {RelatedChats.MostMessages}");
        return isIncluded == true ? (int?)(limit ?? RelatedChats.DefaultMessages) : (int?)null;
    }
}
