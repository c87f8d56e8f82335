namespace Kith.Engine.Models.Offline.Reading;

/// <summary>Who the friend speaks as: a name, when the persona text gives one, and a tone.</summary>
/// <param name="Name">Null when the text gives none.</param>
/// <param name="IsBrisk">A helper rather than a friend: more businesslike, jokes only when asked.</param>
internal sealed record Persona(string? Name, bool IsBrisk)
{
    private const int ReadCharacters = 4_000;

    private static readonly PhraseSet Naming = PhraseSet.Of(
        """
        you are called|named
        your name is
        you are
        you act as
        act as
        named
        """
    );

    private static readonly PhraseSet Friendly = PhraseSet.Of(
        """
        friend|companion|buddy|pal|confidant|warm|warmly|loving|caring|playful|funny|humour|humor|witty|girlfriend|boyfriend
        """
    );

    private static readonly PhraseSet Working = PhraseSet.Of(
        """
        assistant|helper|expert|tutor|professional|advisor|adviser|consultant|concierge|coach|teacher|support|agent
        """
    );

    public static Persona From(string text)
    {
        var read = new Utterance(text.Length > ReadCharacters ? text[..ReadCharacters] : text);
        return new Persona(FindName(read), Working.IsIn(read) && !Friendly.IsIn(read));
    }

    private static string? FindName(Utterance text)
    {
        foreach (var found in Naming.All(text.Words))
        {
            var name = NameReader.Capitalised(text, found.After);
            // "You are Kind and patient" is a description in capitals, not a name.
            if (name is not null && !NameReader.IsDescription(name))
            {
                return name;
            }
        }
        return null;
    }
}
