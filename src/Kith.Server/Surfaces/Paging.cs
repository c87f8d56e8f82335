using System.Text;
using Kith.Engine;

namespace Kith.Server.Surfaces;

/// <summary>Reads <c>?limit=</c> and <c>?cursor=</c>; cursors are opaque to clients.</summary>
internal static class Paging
{
    public const int DefaultLimit = 50;
    public const int MostLimit = 200;

    public static Result<int> CheckLimit(string? limit) =>
        limit is null ? DefaultLimit
        : int.TryParse(limit, out var value) && value is >= 1 and <= MostLimit ? value
        : new Invalid("limit", $"must be a number from 1 to {MostLimit}");

    /// <summary>The parts a cursor was made of; null without a cursor.</summary>
    public static Result<string[]?> CheckCursor(string? cursor, int parts)
    {
        if (string.IsNullOrEmpty(cursor))
            return (string[]?)null;
        Span<byte> bytes = stackalloc byte[256];
        if (
            cursor.Length > 256
            || !Convert.TryFromBase64String(
                cursor.Replace('-', '+').Replace('_', '/').PadRight((cursor.Length + 3) / 4 * 4, '='),
                bytes,
                out var count
            )
            || Encoding.UTF8.GetString(bytes[..count]).Split('|') is not { } found
            || found.Length != parts
            || Array.Exists(found, part => part.Contains('\0', StringComparison.Ordinal))
        )
            return new Invalid("cursor", "is not one this list gave");
        return found;
    }

    /// <summary>The place of a row by a number and its id, of which a cursor was made; null without a cursor.</summary>
    public static Result<(long Number, string Id)?> CheckPlace(string? cursor)
    {
        if (!CheckCursor(cursor, 2).Try(out var parts, out var failure))
            return failure;
        if (parts is null)
            return ((long, string)?)null;
        return long.TryParse(parts[0], out var number) ? (number, parts[1]) : new Invalid("cursor", "is not one this list gave");
    }

    /// <summary>The place of a message on its branch, of which a cursor was made; null without a cursor.</summary>
    public static Result<long?> CheckDepth(string? cursor)
    {
        if (!CheckCursor(cursor, 1).Try(out var parts, out var failure))
            return failure;
        if (parts is null)
            return (long?)null;
        return long.TryParse(parts[0], out var depth) ? (long?)depth : new Invalid("cursor", "is not one this list gave");
    }

    /// <summary>Which messages of a chat are wanted.</summary>
    public static Result<MessagePlaces> CheckMessages(string? limit, string? cursor, string? order)
    {
        if (!CheckLimit(limit).Try(out var count, out var failure) || !CheckDepth(cursor).Try(out var depth, out failure))
            return failure;
        if (order is not (null or "asc" or "desc"))
            return new Invalid("order", "must be asc or desc");
        return new MessagePlaces(count, depth, NewestFirst: order == "desc");
    }

    /// <summary>A flag of a query; null when it isn't given.</summary>
    public static Result<bool?> CheckFlag(string name, string? text) =>
        text switch
        {
            null or "" => (bool?)null,
            "true" => (bool?)true,
            "false" => (bool?)false,
            _ => new Invalid(name, "must be true or false"),
        };

    /// <summary>A date or time of a query; null when it isn't given.</summary>
    public static Result<DateTimeOffset?> CheckTime(string name, string? text)
    {
        if (string.IsNullOrEmpty(text))
            return (DateTimeOffset?)null;
        return Time.TryParse(text, out var time)
            ? (DateTimeOffset?)time
            : new Invalid(name, "must be a date (2026-11-27) or a time (2026-11-27T09:00:00Z)");
    }

    public static string Cursor(params object[] parts) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes(string.Join('|', parts))).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    /// <summary>A page out of one more row than was asked for.</summary>
    public static Page<TWire> ToPage<T, TWire>(this IReadOnlyList<T> rows, int limit, Func<T, TWire> wire, Func<T, string> cursor) =>
        new([.. rows.Take(limit).Select(wire)], rows.Count > limit ? cursor(rows[limit - 1]) : null);
}

/// <summary>A page of messages.</summary>
/// <param name="AfterDepth">The last one seen; null from where the order begins.</param>
internal sealed record MessagePlaces(int Count, long? AfterDepth, bool NewestFirst);
