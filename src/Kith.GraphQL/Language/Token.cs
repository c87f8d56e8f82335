namespace Kith.GraphQL.Language;

internal enum TokenKind
{
    EndOfFile,
    Punctuator,
    Name,
    Int,
    Float,
    String,
}

/// <summary>A lexical token (section 2.1.6). <paramref name="Text"/> of a string is its meaning, of all others what is written.</summary>
internal readonly record struct Token(TokenKind Kind, int Position, string Text)
{
    public bool Is(string punctuator) => Kind == TokenKind.Punctuator && Text == punctuator;

    public bool IsKeyword(string name) => Kind == TokenKind.Name && Text == name;

    public override string ToString() =>
        Kind switch
        {
            TokenKind.EndOfFile => "the end of the document",
            TokenKind.String => "a string",
            // Messages go back to the sender: not longer than need be.
            _ when Text.Length > 60 => $"\"{Text.AsSpan(0, 60)}…\"",
            _ => $"\"{Text}\"",
        };
}
