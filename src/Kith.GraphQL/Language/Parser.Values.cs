namespace Kith.GraphQL.Language;

/// <summary>Values, types, arguments and directives, and the steps all of them are made of.</summary>
internal sealed partial class Parser
{
    private ValueNode ParseValue(bool isConstant)
    {
        Enter();
        var value = ParseNestedValue(isConstant);
        Leave();
        return value;
    }

    private ValueNode ParseNestedValue(bool isConstant)
    {
        var (kind, position, text) = _token;
        if (_token.Is("["))
            return new ListNode(position, ParseAny("[", "]", () => ParseValue(isConstant)));
        if (_token.Is("{"))
            return new ObjectNode(position, ParseAny("{", "}", () => ParseObjectField(isConstant)));
        if (_token.Is("$") && !isConstant)
        {
            Advance();
            return new VariableNode(position, ExpectName());
        }
        ValueNode value = kind switch
        {
            TokenKind.Int => new IntNode(position, text),
            TokenKind.Float => new FloatNode(position, text),
            TokenKind.String => new StringNode(position, text),
            TokenKind.Name => text switch
            {
                "true" => new BooleanNode(position, true),
                "false" => new BooleanNode(position, false),
                "null" => new NullNode(position),
                _ => new EnumNode(position, text),
            },
            _ => throw Unexpected(),
        };
        Advance();
        return value;
    }

    private ObjectFieldNode ParseObjectField(bool isConstant)
    {
        var position = _token.Position;
        var name = ExpectName();
        Expect(":");
        return new ObjectFieldNode(position, name, ParseValue(isConstant));
    }

    private TypeNode ParseType()
    {
        Enter();
        var position = _token.Position;
        TypeNode type;
        if (Skip("["))
        {
            type = new ListTypeNode(position, ParseType());
            Expect("]");
        }
        else
        {
            type = ParseNamedType();
        }
        Leave();
        return Skip("!") ? new NonNullTypeNode(position, type) : type;
    }

    private NamedTypeNode ParseNamedType() => new(_token.Position, ExpectName());

    private List<ArgumentNode> ParseArguments(bool isConstant) =>
        _token.Is("(") ? ParseMany("(", ")", () => ParseArgument(isConstant)) : [];

    private ArgumentNode ParseArgument(bool isConstant)
    {
        var position = _token.Position;
        var name = ExpectName();
        Expect(":");
        return new ArgumentNode(position, name, ParseValue(isConstant));
    }

    private List<DirectiveNode> ParseDirectives(bool isConstant)
    {
        var directives = new List<DirectiveNode>();
        while (_token.Is("@"))
        {
            var position = _token.Position;
            Advance();
            directives.Add(new DirectiveNode(position, ExpectName(), ParseArguments(isConstant)));
        }
        return directives;
    }

    /// <summary>One or more between brackets.</summary>
    private List<T> ParseMany<T>(string open, string close, Func<T> parse)
    {
        Expect(open);
        var items = new List<T>();
        do
        {
            items.Add(parse());
        } while (!Skip(close));
        return items;
    }

    /// <summary>Any number between brackets.</summary>
    private List<T> ParseAny<T>(string open, string close, Func<T> parse)
    {
        Expect(open);
        var items = new List<T>();
        while (!Skip(close))
            items.Add(parse());
        return items;
    }

    private void Advance() => _token = _lexer.Next();

    private bool Skip(string punctuator)
    {
        if (!_token.Is(punctuator))
            return false;
        Advance();
        return true;
    }

    private void Expect(string punctuator)
    {
        if (!Skip(punctuator))
            throw new SyntaxException($"Expected \"{punctuator}\", found {_token}.", _token.Position);
    }

    private string ExpectName()
    {
        if (_token.Kind != TokenKind.Name)
            throw new SyntaxException($"Expected a name, found {_token}.", _token.Position);
        var name = _token.Text;
        Advance();
        return name;
    }

    private SyntaxException Unexpected() => new($"Unexpected: {_token}.", _token.Position);
}
