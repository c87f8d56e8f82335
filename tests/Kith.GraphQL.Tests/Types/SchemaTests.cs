namespace Kith.GraphQL.Tests.Types;

public sealed class SchemaTests
{
    [Theory]
    [InlineData("no query", "There is no query root.")]
    [InlineData("unknown type", "Query.a: its type isn't defined.")]
    [InlineData("input for output", "Query.a: In can't be used for output.")]
    [InlineData("output for input", "Query.a(b): T can't be used for input.")]
    [InlineData("twice", "T is defined twice.")]
    [InlineData("no fields", "T has no fields.")]
    [InlineData("reserved type", "__T: names with two underscores belong to introspection.")]
    [InlineData("reserved", "\"__a\" can't be a name.")]
    [InlineData("not a name", "\"a-b\" can't be a name.")]
    [InlineData("missing field", "T.id is missing, which Node has.")]
    [InlineData("wrong field", "T.id is Int, and Node says ID!.")]
    [InlineData("missing argument", "T.id must take a: Int, as Node does.")]
    [InlineData("required argument", "T.id requires b, which Node doesn't know.")]
    [InlineData("transitive", "T implements Named and must implement Node too.")]
    [InlineData("deprecated", "T.id is deprecated, and isn't in Node.")]
    [InlineData("not an interface", "T can't implement Query.")]
    [InlineData("empty union", "U must have members, each once.")]
    [InlineData("union of scalars", "U: Int is no object type.")]
    [InlineData("empty enum", "E has no values.")]
    [InlineData("reserved value", "E: no value can be called true.")]
    [InlineData("one of", "In takes one of its fields: they must be nullable, without a default.")]
    [InlineData("required deprecated", "In(a): what is required can't be deprecated.")]
    [InlineData("default", "Query.a(b): its default isn't one of Int!.")]
    [InlineData("requires itself", "In requires itself.")]
    [InlineData("default of itself", "In.a: its default contains itself.")]
    [InlineData("stream", "Query.a: the fields of the subscription root are streams, and no others.")]
    [InlineData("no stream", "Subscription.a: the fields of the subscription root are streams, and no others.")]
    public void A_schema_that_isnt_valid_isnt_built(string which, string problem)
    {
        var error = Assert.Throws<InvalidOperationException>(() => GraphQLSchema.Build(s => Define(s, which)));
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_library_uses_nothing_but_the_framework() =>
        Assert.All(
            typeof(GraphQLSchema).Assembly.GetReferencedAssemblies(),
            reference => Assert.StartsWith("System.", reference.Name, StringComparison.Ordinal)
        );

    [Fact]
    public void A_type_that_cant_be_read_names_its_field()
    {
        var error = Assert.Throws<InvalidOperationException>(() => GraphQLSchema.Build(s => s.Query(t => t.Field("a", "[Int", _ => null))));
        Assert.StartsWith("Query.a: [Int can't be read.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Features_add_to_the_same_root()
    {
        var schema = GraphQLSchema.Build(s =>
        {
            s.Describe("Two features.");
            s.Query(t => t.Field("a", "Int", _ => 1).Describe("The first.\n\"\"\"Quoted\"\"\" too."));
            s.Query(t => t.Field("b", "String!", _ => "").Argument("c", "[Int!]", "[1, 2]").Deprecated("Use a."));
        });

        Assert.Equal(
            """"
            """Two features."""
            schema {
              query: Query
            }

            type Query {
              """
              The first.
              \"""Quoted\""" too.
              """
              a: Int
              b(c: [Int!] = [1, 2]): String! @deprecated(reason: "Use a.")
            }

            """".ReplaceLineEndings("\n"),
            schema.Print()
        );
    }

    private static void Define(GraphQLSchemaBuilder s, string which)
    {
        if (which != "no query")
        {
            s.Query(t =>
            {
                var type = which switch
                {
                    "unknown type" => "Nobody",
                    "input for output" => "In",
                    _ => "Int",
                };
                if (which == "stream")
                {
                    t.Stream("a", "Int", _ => Task.FromResult(AsyncEnumerable.Empty<int>()));
                    return;
                }
                var name = which switch
                {
                    "reserved" => "__a",
                    "not a name" => "a-b",
                    _ => "a",
                };
                var field = t.Field(name, type, _ => null);
                if (which == "output for input")
                    field.Argument("b", "T");
                if (which == "default")
                    field.Argument("b", "Int!", "\"1\"");
            });
        }
        s.Interface("Node", t => t.Field("id", "ID!").Argument("a", "Int"));
        s.Interface("Named", t => t.Implements("Node").Field("id", "ID!").Argument("a", "Int"));
        s.Input("In", t => DefineInput(t, which));
        s.Object<string>("T", t => DefineObject(t, which));
        if (which == "twice")
            s.Object<string>("T", t => t.Field("a", "Int", _ => 1));
        if (which is "empty union" or "union of scalars")
            s.Union("U", u => u.Members(which == "empty union" ? [] : ["Int"]));
        if (which is "reserved type")
            s.Object<string>("__T", t => t.Field("a", "Int", _ => 1));
        if (which is "empty enum")
            s.Enum("E", _ => { });
        if (which is "reserved value")
            s.Enum("E", e => e.Value("true"));
        if (which is "no stream")
            s.Subscription(t => t.Field("a", "Int", _ => 1));
    }

    private static void DefineObject(ObjectBuilder<string> t, string which)
    {
        if (which == "no fields")
            return;
        if (which == "not an interface")
            t.Implements("Query");
        if (which is "transitive")
            t.Implements("Named");
        if (which is "missing field" or "wrong field" or "missing argument" or "required argument" or "deprecated")
            t.Implements("Node");
        if (which is "missing field")
        {
            t.Field("a", "Int", _ => 1);
            return;
        }
        var id = t.Field("id", which == "wrong field" ? "Int" : "ID!", _ => "");
        if (which != "missing argument")
            id.Argument("a", "Int");
        if (which == "required argument")
            id.Argument("b", "Int!");
        if (which == "deprecated")
            id.Deprecated();
    }

    private static void DefineInput(InputBuilder t, string which)
    {
        switch (which)
        {
            case "one of":
                t.OneOf().Field("a", "Int!");
                break;
            case "required deprecated":
                t.Field("a", "Int!", deprecated: "No.");
                break;
            case "requires itself":
                t.Field("a", "In!");
                break;
            case "default of itself":
                t.Field("a", "In", "{}");
                break;
            default:
                t.Field("a", "Int");
                break;
        }
    }
}
