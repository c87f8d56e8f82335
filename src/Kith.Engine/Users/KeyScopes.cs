namespace Kith.Engine.Users;

/// <summary>What an API key may do. Chat includes reading, administering includes both.</summary>
[Flags]
public enum KeyScopes
{
    None = 0,

    /// <summary>Look at everything of the person the key acts for.</summary>
    Read = 1,

    /// <summary>Talk, and change conversations, agents and memory.</summary>
    Chat = 2,

    /// <summary>Administer the server, as long as the person may.</summary>
    Admin = 4,
}

public static class KeyScopesExtensions
{
    private static readonly (KeyScopes Scope, string Text)[] s_names =
    [
        (KeyScopes.Chat, "chat"),
        (KeyScopes.Read, "read"),
        (KeyScopes.Admin, "admin"),
    ];

    /// <summary>Whether a key with these scopes may do what needs <paramref name="needed"/>, one scope.</summary>
    public static bool Allow(this KeyScopes scopes, KeyScopes needed) => scopes >= needed;

    /// <summary>As they are written on the wire.</summary>
    public static IReadOnlyList<string> ToNames(this KeyScopes scopes) =>
        [.. s_names.Where(name => scopes.HasFlag(name.Scope)).Select(name => name.Text)];

    /// <summary>Null: chat and read. Fails with <see cref="Invalid"/> for a name that is none, and for no names.</summary>
    public static Result<KeyScopes> Parse(IReadOnlyCollection<string?>? names)
    {
        if (names is null)
            return KeyScopes.Chat | KeyScopes.Read;
        var scopes = KeyScopes.None;
        foreach (var name in names)
            scopes |= s_names.FirstOrDefault(known => known.Text == name).Scope;
        return names.Count > 0 && names.All(name => s_names.Any(known => known.Text == name))
            ? scopes
            : new Invalid("scopes", "may have chat, read and admin, and must have one");
    }
}
