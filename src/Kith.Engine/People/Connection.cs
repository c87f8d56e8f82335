namespace Kith.Engine.People;

/// <summary>Two people who may write to each other, or one who asks for it, as one of them sees it.</summary>
/// <param name="ChatId">Their direct chat; null until it is accepted.</param>
/// <param name="User">The other one.</param>
/// <param name="RequestedBy">Who asked.</param>
/// <param name="Status">One of <see cref="ConnectionStatus"/>.</param>
public sealed record Connection(string Id, string? ChatId, ConnectedUser User, string RequestedBy, string Status, long CreatedAt)
{
    /// <param name="row">One that <paramref name="viewerId"/> may see.</param>
    /// <param name="names">What people are called, by id.</param>
    internal static Connection Of(ConnectionRow row, string viewerId, IReadOnlyDictionary<string, string> names) =>
        new(
            row.Id,
            row.ConversationId,
            UserOf(row, viewerId, names),
            row.RequesterId,
            row.Blocked == 1 ? ConnectionStatus.Blocked : row.Status,
            row.CreatedAt
        );

    /// <summary>Who asked sees no more than they asked for until it is accepted: whether there is anybody isn't told.</summary>
    private static ConnectedUser UserOf(ConnectionRow row, string viewerId, IReadOnlyDictionary<string, string> names)
    {
        if (row.RequesterId != viewerId)
            return Named(row.RequesterId);
        if (row.Status != ConnectionStatus.Pending)
            return Named(row.AddresseeId!);
        return AskedFor.IdOf(row.AskedFor) is { } id
            ? new ConnectedUser(id, Email: null, DisplayName: null)
            : new ConnectedUser(Id: null, AskedFor.EmailOf(row.AskedFor), DisplayName: null);

        ConnectedUser Named(string id) => new(id, Email: null, names.GetValueOrDefault(id, ""));
    }
}

/// <summary>The other one of a connection, as far as whoever looks may know them.</summary>
/// <param name="Email">The address they were asked for by, until they accept.</param>
public sealed record ConnectedUser(string? Id, string? Email, string? DisplayName);

/// <summary>How a connection stands.</summary>
public static class ConnectionStatus
{
    /// <summary>Asked for, and not accepted.</summary>
    public const string Pending = "pending";

    public const string Active = "active";

    /// <summary>To who blocks the other one; to the other it is as it was.</summary>
    public const string Blocked = "blocked";

    /// <summary>Nothing but that one of them blocks the other, who left.</summary>
    internal const string Ended = "ended";
}

/// <summary>By what somebody was asked for, as it is stored.</summary>
internal static class AskedFor
{
    private const string ById = "id:";
    private const string ByEmail = "email:";

    public static string Id(string id) => ById + id;

    /// <param name="email">Normalised.</param>
    public static string Email(string email) => ByEmail + email;

    public static string? IdOf(string asked) => asked.StartsWith(ById, StringComparison.Ordinal) ? asked[ById.Length..] : null;

    public static string? EmailOf(string asked) => asked.StartsWith(ByEmail, StringComparison.Ordinal) ? asked[ByEmail.Length..] : null;
}
