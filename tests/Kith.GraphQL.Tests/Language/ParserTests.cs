using Kith.GraphQL.Language;

namespace Kith.GraphQL.Tests.Language;

public sealed class ParserTests
{
    [Fact]
    public void A_document_has_operations_and_fragments()
    {
        var document = Parse(
            """
            query Q($id: [ID!]! = ["a"] @d, $n: Int) @d(a: {b: [1, $n, RED, null, true, 1.5]}) { alias: field(id: $id) @skip(if: false) { id } ...F ... on T { x } ... @d { y } }
            mutation { m }
            fragment F on T @d { x }
            """
        );

        var query = document.Operations[0];
        Assert.Equal(("Q", OperationKind.Query, 2), (query.Name, query.Kind, query.Variables.Count));
        var list = Assert.IsType<ListTypeNode>(Assert.IsType<NonNullTypeNode>(query.Variables[0].Type).Inner);
        Assert.IsType<NonNullTypeNode>(list.Item);
        var value = Assert.IsType<ObjectNode>(query.Directives[0].Arguments[0].Value);
        Assert.Equal("{b: [1, $n, RED, null, true, 1.5]}", LiteralPrinter.Print(value));
        Assert.Collection(
            query.SelectionSet.Selections,
            s => Assert.Equal("alias", Assert.IsType<FieldNode>(s).ResponseName),
            s => Assert.Equal("F", Assert.IsType<FragmentSpreadNode>(s).Name),
            s => Assert.Equal("T", Assert.IsType<InlineFragmentNode>(s).TypeCondition!.Name),
            s => Assert.Null(Assert.IsType<InlineFragmentNode>(s).TypeCondition)
        );
        Assert.Null(document.Operations[1].Name);
        Assert.Equal("T", Assert.Single(document.Fragments).TypeCondition.Name);
    }

    [Fact]
    public void Operations_fragments_and_variables_may_be_described()
    {
        var document = Parse("\"\"\"What it is for.\"\"\" query Q(\"Whose.\" $id: ID) { a ...F } \"Part.\" fragment F on T { b }");

        Assert.Equal(("Q", "F"), (document.Operations[0].Name, document.Fragments[0].Name));
        Assert.Throws<SyntaxException>(() => Parse("\"Not here.\" { a }"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("{ a")]
    [InlineData("{ a() }")]
    [InlineData("{ a(b: ) }")]
    [InlineData("{ a: }")]
    [InlineData("{ ...on }")]
    [InlineData("query Q() { a }")]
    [InlineData("query ($a: Int = $b) { a }")]
    [InlineData("query ($a: Int!!) { a }")]
    [InlineData("query ($a: [Int) { a }")]
    [InlineData("fragment on on T { a }")]
    [InlineData("fragment F { a }")]
    [InlineData("fragment F on T")]
    [InlineData("{ a } b")]
    [InlineData("type Query { a: Int }")]
    [InlineData("{ a(b: {c 1}) }")]
    [InlineData("{ a @ }")]
    public void What_is_no_document_is_refused(string source) => Assert.Throws<SyntaxException>(() => Parse(source));

    [Theory]
    [InlineData("{ a\n  ^ }", 2, 3)]
    [InlineData("{ a\r\n ^ }", 2, 2)]
    [InlineData("{\r a\r\r^ }", 4, 1)]
    [InlineData("^", 1, 1)]
    [InlineData("{ a", 1, 4)]
    public void An_error_says_where_it_is(string source, int line, int column)
    {
        var error = Assert.Throws<SyntaxException>(() => Parse(source));
        Assert.Equal(new SourceLocation(line, column), SourceLocation.At(source, error.Position));
    }

    [Theory]
    [InlineData("", "{a")]
    [InlineData("", "{...")]
    [InlineData("", "{...on T")]
    [InlineData("{a(b:", "[")]
    [InlineData("{a(b:", "{c:")]
    [InlineData("{a@b(c:", "[{d:")]
    [InlineData("query($a:", "[")]
    [InlineData("query($a:Int=", "[")]
    public void Forty_kilobytes_of_opening_brackets_are_an_error(string start, string repeated)
    {
        var source = start + string.Concat(Enumerable.Repeat(repeated, 40_000 / repeated.Length));
        Assert.True(Assert.Throws<SyntaxException>(() => Parse(source)).IsLimit);
    }

    [Fact]
    public void Nesting_is_counted_and_comes_back_down()
    {
        var deepest = string.Concat(Enumerable.Repeat("{a", Parser.MaxNesting)) + new string('}', Parser.MaxNesting);
        Assert.Single(Parse(deepest).Operations);
        var error = Assert.Throws<SyntaxException>(() => Parse($"{{a{deepest}}}"));
        Assert.True(error.IsLimit);
        Assert.Single(
            Parse($"{{ a(b: {new string('[', 98)}{new string(']', 98)}) c(d: {new string('[', 98)}{new string(']', 98)}) }}").Operations
        );
    }

    [Fact]
    public void A_long_name_isnt_sent_back_whole()
    {
        var error = Assert.Throws<SyntaxException>(() => Parse("{ a } " + new string('b', 5_000)));
        Assert.InRange(error.Message.Length, 1, 120);
    }

    private static Document Parse(string source) => Parser.Parse(source, int.MaxValue);
}
