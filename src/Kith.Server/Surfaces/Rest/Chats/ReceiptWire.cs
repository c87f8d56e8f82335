using Kith.Engine.Turns;

namespace Kith.Server.Surfaces.Rest.Chats;

/// <summary>What memory found for a turn.</summary>
/// <param name="Tokens">Of the context, estimated; of what was found then, whether it is there still or not.</param>
internal sealed record ReceiptWire(string TurnId, int Tokens, IReadOnlyList<RecalledWire> Items)
{
    public static ReceiptWire Of(TurnReceipt receipt) => new(receipt.TurnId, receipt.Tokens, RecalledWire.Of(receipt.Items));
}
