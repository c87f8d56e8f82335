namespace Kith.GraphQL.Language;

/// <summary>
/// Reads a document with operations and fragments (section 2.2). Whatever nests is counted: more than <see cref="MaxNesting"/> levels is an
/// error, because a stack that runs over ends the process.
/// </summary>
internal sealed partial class Parser
{
    /// <summary>Levels of selection sets, values and types within each other.</summary>
    public const int MaxNesting = 100;

    private readonly string _source;
    private readonly Lexer _lexer;
    private Token _token;
    private int _nesting;

    private Parser(string source, int maxTokens)
    {
        _source = source;
        _lexer = new Lexer(source, maxTokens);
        _token = _lexer.Next();
    }

    /// <exception cref="SyntaxException"/>
    public static Document Parse(string source, int maxTokens) => new Parser(source, maxTokens).ParseDocument();

    /// <summary>A value without variables, and nothing else.</summary>
    /// <exception cref="SyntaxException"/>
    public static ValueNode ParseConstant(string source) => new Parser(source, int.MaxValue).ParseAll(p => p.ParseValue(isConstant: true));

    /// <summary>A type such as <c>[Message!]!</c>, and nothing else.</summary>
    /// <exception cref="SyntaxException"/>
    public static TypeNode ParseType(string source) => new Parser(source, int.MaxValue).ParseAll(p => p.ParseType());

    private T ParseAll<T>(Func<Parser, T> parse)
    {
        var result = parse(this);
        return _token.Kind == TokenKind.EndOfFile ? result : throw Unexpected();
    }

    private Document ParseDocument()
    {
        var operations = new List<OperationNode>();
        var fragments = new List<FragmentNode>();
        do
        {
            if (_token.Is("{"))
            {
                operations.Add(new OperationNode(_token.Position, OperationKind.Query, null, [], [], ParseSelectionSet()));
                continue;
            }
            SkipDescription();
            if (_token.IsKeyword("fragment"))
                fragments.Add(ParseFragment());
            else
                operations.Add(ParseOperation());
        } while (_token.Kind != TokenKind.EndOfFile);
        return new Document(_source, operations, fragments);
    }

    /// <summary>Operations, fragments and variables may be described; nothing here reads it.</summary>
    private void SkipDescription()
    {
        if (_token.Kind == TokenKind.String)
            Advance();
    }

    private OperationNode ParseOperation()
    {
        var position = _token.Position;
        var kind = _token switch
        {
            { Kind: TokenKind.Name, Text: "query" } => OperationKind.Query,
            { Kind: TokenKind.Name, Text: "mutation" } => OperationKind.Mutation,
            { Kind: TokenKind.Name, Text: "subscription" } => OperationKind.Subscription,
            _ => throw Unexpected(),
        };
        Advance();
        var name = _token.Kind == TokenKind.Name ? ExpectName() : null;
        var variables = _token.Is("(") ? ParseMany("(", ")", ParseVariableDefinition) : [];
        var directives = ParseDirectives(isConstant: false);
        return new OperationNode(position, kind, name, variables, directives, ParseSelectionSet());
    }

    private VariableDefinitionNode ParseVariableDefinition()
    {
        SkipDescription();
        var position = _token.Position;
        Expect("$");
        var name = ExpectName();
        Expect(":");
        var type = ParseType();
        var defaultValue = Skip("=") ? ParseValue(isConstant: true) : null;
        return new VariableDefinitionNode(position, name, type, defaultValue, ParseDirectives(isConstant: true));
    }

    private FragmentNode ParseFragment()
    {
        var position = _token.Position;
        Advance();
        var name = ExpectFragmentName();
        if (!_token.IsKeyword("on"))
            throw Unexpected();
        Advance();
        var type = ParseNamedType();
        var directives = ParseDirectives(isConstant: false);
        return new FragmentNode(position, name, type, directives, ParseSelectionSet());
    }

    private SelectionSetNode ParseSelectionSet()
    {
        var position = _token.Position;
        Enter();
        var selections = ParseMany("{", "}", ParseSelection);
        Leave();
        return new SelectionSetNode(position, selections);
    }

    private SelectionNode ParseSelection()
    {
        var position = _token.Position;
        if (!Skip("..."))
            return ParseField();
        if (_token.Kind == TokenKind.Name && _token.Text != "on")
        {
            var name = ExpectFragmentName();
            return new FragmentSpreadNode(position, name, ParseDirectives(isConstant: false));
        }
        NamedTypeNode? type = null;
        if (_token.IsKeyword("on"))
        {
            Advance();
            type = ParseNamedType();
        }
        var directives = ParseDirectives(isConstant: false);
        return new InlineFragmentNode(position, type, directives, ParseSelectionSet());
    }

    private FieldNode ParseField()
    {
        var position = _token.Position;
        string? alias = null;
        var name = ExpectName();
        if (Skip(":"))
            (alias, name) = (name, ExpectName());
        var arguments = ParseArguments(isConstant: false);
        var directives = ParseDirectives(isConstant: false);
        return new FieldNode(position, alias, name, arguments, directives, _token.Is("{") ? ParseSelectionSet() : null);
    }

    private string ExpectFragmentName() => _token.Text == "on" ? throw Unexpected() : ExpectName();

    private void Enter()
    {
        if (++_nesting > MaxNesting)
            throw new SyntaxException($"The document nests more than {MaxNesting} levels.", _token.Position, isLimit: true);
    }

    private void Leave() => _nesting--;
}
