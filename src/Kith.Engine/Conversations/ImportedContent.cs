using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Kith.Engine.Conversations;

/// <summary>What an import says, so that it is known when it comes again.</summary>
internal sealed class ImportedContent
{
    /// <summary>At each place the hash of all messages before it.</summary>
    private readonly byte[][] _hashes;

    public ImportedContent(ConversationImport import)
    {
        _hashes = new byte[import.Messages.Count + 1][];
        _hashes[0] = SHA256.HashData([]);
        for (var i = 0; i < import.Messages.Count; i++)
            _hashes[i + 1] = Next(_hashes[i], import.Messages[i].Role, import.Messages[i].Content);
        Key = (import.ExternalId ?? import.Id) is { } id ? $"id {id}" : $"content {Convert.ToHexStringLower(OfAll(import))}";
    }

    /// <summary>The same for the same conversation: its own id, or else everything it says, and when.</summary>
    public string Key { get; }

    /// <summary>Of nothing.</summary>
    public static string NoHash { get; } = Convert.ToHexStringLower(SHA256.HashData([]));

    /// <summary>Of the first messages.</summary>
    public string HashOf(long count) => Convert.ToHexStringLower(_hashes[count]);

    /// <summary>Of messages as they are stored.</summary>
    public static string HashOf(IEnumerable<StoredText> texts) =>
        Convert.ToHexStringLower(
            texts.Aggregate(SHA256.HashData([]), (hash, text) => Next(hash, text.Role, TextRules.Clean(text.Content)))
        );

    private static byte[] Next(byte[] before, string role, string content)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(before);
        hash.AppendData(Encoding.UTF8.GetBytes(role));
        hash.AppendData([0]);
        hash.AppendData(Encoding.UTF8.GetBytes(content));
        return hash.GetHashAndReset();
    }

    /// <summary>With the times: who says good morning every day has as many conversations.</summary>
    private byte[] OfAll(ConversationImport import)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(_hashes[^1]);
        hash.AppendData(Encoding.UTF8.GetBytes(import.Title ?? ""));
        Span<byte> time = stackalloc byte[sizeof(long)];
        foreach (var at in import.Messages.Select(message => message.CreatedAt).Prepend(import.CreatedAt))
        {
            BinaryPrimitives.WriteInt64LittleEndian(time, at ?? -1);
            hash.AppendData(time);
        }

        return hash.GetHashAndReset();
    }
}

/// <summary>A message as far as it is compared.</summary>
internal sealed record StoredText(string Id, string Role, string Content)
{
    /// <summary>Whether it says anything; what doesn't is no part of an export, and doesn't come in.</summary>
    public static bool IsSaid(string content) => !string.IsNullOrWhiteSpace(TextRules.Clean(content));
}
