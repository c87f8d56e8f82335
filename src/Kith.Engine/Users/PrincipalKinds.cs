namespace Kith.Engine.Users;

/// <summary>How a <see cref="PrincipalKind"/> is written, in the database and in tokens.</summary>
public static class PrincipalKinds
{
    public static string ToText(PrincipalKind kind) =>
        kind switch
        {
            PrincipalKind.User => "user",
            PrincipalKind.Guest => "guest",
            PrincipalKind.Session => "session",
            PrincipalKind.EndUser => "end_user",
            PrincipalKind.Chat => "chat",
            PrincipalKind.Gone => "gone",
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };

    public static PrincipalKind Parse(string text) =>
        text switch
        {
            "user" => PrincipalKind.User,
            "guest" => PrincipalKind.Guest,
            "session" => PrincipalKind.Session,
            "end_user" => PrincipalKind.EndUser,
            "chat" => PrincipalKind.Chat,
            "gone" => PrincipalKind.Gone,
            _ => throw new FormatException($"Unknown kind of principal: {text}."),
        };
}
