using System.Text.Json;
using Kith.Engine.Storage;

namespace Kith.Engine.Memory.Recall;

/// <summary>The SQL of receipts: what was found for a turn, without its text. A turn for which nothing was found has none.</summary>
internal static class ReceiptStore
{
    /// <summary>Once; the same again changes nothing.</summary>
    public static async Task InsertAsync(WriteSession session, string turnId, IReadOnlyList<RecalledItem> items)
    {
        if (items.Count == 0)
            return;
        await session.ExecuteLaterAsync(
            "INSERT INTO turn_recalls (turn_id, items, tokens) VALUES (@turnId, @items, @tokens) ON CONFLICT DO NOTHING",
            new
            {
                turnId,
                items = JsonSerializer.Serialize(items.Select(RecalledReference.Of)),
                tokens = (long)items.Sum(item => item.Tokens),
            }
        );
    }

    /// <summary>Null when nothing was found.</summary>
    public static async Task<Receipt?> FindAsync(ReadSession session, string turnId) =>
        await session.FindAsync<StoredReceipt>(
            "SELECT turn_id AS id, items, tokens FROM turn_recalls WHERE turn_id = @turnId",
            new { turnId }
        )
            is { } stored
            ? new Receipt(Read(stored.Items), (int)stored.Tokens)
            : null;

    /// <summary>What was found for these answers, by the answer.</summary>
    public static async Task<IEnumerable<(string AnswerId, List<RecalledReference> Items)>> ListOfAnswersAsync(
        ReadSession session,
        IEnumerable<string> answerIds
    ) =>
        (
            await session.QueryAsync<StoredReceipt>(
                $"""
                SELECT t.ai_message_id AS id, r.items, r.tokens FROM turns t JOIN turn_recalls r ON r.turn_id = t.id
                WHERE {session.In("t.ai_message_id", "ids")}
                """,
                new { ids = ReadSession.List(answerIds) }
            )
        ).Select(stored => (stored.Id, Read(stored.Items)));

    private static List<RecalledReference> Read(string items) => JsonSerializer.Deserialize<List<RecalledReference>>(items)!;

    private sealed record StoredReceipt(string Id, string Items, long Tokens);
}

/// <summary>What was found for a turn.</summary>
/// <param name="Tokens">Of all that was found then, whether it is there still or not.</param>
internal sealed record Receipt(IReadOnlyList<RecalledReference> Items, int Tokens);
