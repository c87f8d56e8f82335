using Kith.GraphQL.Language;
using Kith.GraphQL.Types;

namespace Kith.GraphQL.Tests.Comparison;

/// <summary>A schema with one of everything, over <see cref="Things"/>.</summary>
internal static class TestSchema
{
    public static GraphQLSchema Instance { get; } = GraphQLSchema.Build(Define);

    private static void Define(GraphQLSchemaBuilder s)
    {
        s.Scalar("Date", value => (string)value, ReadDate, "A day.", "https://example.com/date");
        s.Enum(
            "Color",
            e =>
                e.Describe("What it looks like.")
                    .Value("RED")
                    .Value("GREEN", deprecated: "Use BLUE.")
                    .Value("BLUE", description: "Not red.")
        );
        s.Input(
            "Point",
            i =>
                i.Field("x", "Int!")
                    .Field("y", "Int", "7")
                    .Field("label", "String", description: "What it is called.")
                    .Field("nested", "Point")
                    .Field("tags", "[String!]", deprecated: "Nobody reads them.")
        );
        s.Input("Pick", i => i.OneOf().Field("id", "ID").Field("name", "String").Field("point", "Point").Field("several", "[Pick!]"));
        s.Input(
            "Filter",
            i =>
                i.Field("colors", "[Color!]")
                    .Field("text", "String", "\"any \\\"text\\\"\"")
                    .Field("any", "[Pick!]")
                    .Field("matrix", "[[Float]]")
                    .Field("date", "Date")
                    .Field("flag", "Boolean!", "true")
        );
        s.Interface("Node", t => t.ResolveType(TypeOf).Describe("Has an id.").Field("id", "ID!"));
        s.Interface("Named", t => DefineNamed(t.ResolveType(TypeOf).Implements("Node")));
        s.Union("Actor", u => u.Members("User", "Bot").ResolveType(TypeOf).Describe("Who does things."));
        s.Union("Anything", u => u.Members("User", "Post", "Bot").ResolveType(TypeOf));
        DefineObjects(s);
        s.Query(t =>
        {
            Add(t, "node", "Node").Argument("id", "ID!");
            Add(t, "nodes", "[Node!]!").Argument("ids", "[ID!]").Argument("first", "Int", "3");
            Add(t, "user", "User").Argument("pick", "Pick");
            Add(t, "actor", "Actor!").Argument("color", "Color", "RED");
            Add(t, "anything", "[Anything]").Argument("filter", "Filter").Argument("matrix", "[[Float]]");
            Add(t, "named", "[Named!]").Argument("point", "Point", "{x: 1, y: 2}").Argument("date", "Date");
            Add(t, "count", "Int!").Argument("a", "Float").Argument("b", "Boolean!", "true").Argument("c", "String");
            Add(t, "color", "Color");
            Add(t, "old", "String").Deprecated("Use color.\nOr not.");
        });
        s.Mutation(t =>
        {
            Add(t, "rename", "User!").Argument("id", "ID!", description: "Whose.").Argument("name", "String!", description: "Which.");
            Add(t, "paint", "[Color!]").Argument("color", "Color!");
            Add(t, "move", "Node").Argument("to", "Point!");
        });
        s.Subscription(t =>
        {
            Stream(t, "happened", "Anything").Argument("color", "Color");
            Stream(t, "counted", "Int!").Argument("from", "Int", "0");
        });
    }

    private static void DefineObjects(GraphQLSchemaBuilder s)
    {
        s.Object<Thing>(
            "User",
            t =>
            {
                t.Describe("A person.").Implements("Named", "Node");
                Add(t, "id", "ID!");
                AddAlike(t);
                Add(t, "name", "String").Argument("upper", "Boolean", "false");
                Add(t, "score", "Int");
                Add(t, "tags", "[String]");
                Add(t, "friends", "[User!]").Argument("first", "Int", "2").Argument("filter", "Filter");
                Add(t, "posts", "[Post]!").Argument("colors", "[Color!]");
                Add(t, "best", "Actor");
                Add(t, "born", "Date");
                Add(t, "grid", "[[Int!]]!");
                Add(t, "strict", "User!");
            }
        );
        s.Object<Thing>(
            "Post",
            t =>
            {
                t.Implements("Node");
                Add(t, "id", "ID!");
                AddAlike(t);
                Add(t, "title", "String!");
                Add(t, "score", "Float!");
                Add(t, "tags", "[String!]!");
                Add(t, "author", "User!");
                Add(t, "mentions", "[Anything!]!");
                Add(t, "color", "Color").Argument("default", "Color");
            }
        );
        s.Object<Thing>(
            "Bot",
            t =>
            {
                t.Implements("Node", "Named");
                Add(t, "id", "ID!");
                AddAlike(t);
                Add(t, "name", "String!").Argument("upper", "Boolean", "false").Argument("times", "Int");
                Add(t, "score", "Int");
                Add(t, "owner", "Named");
                Add(t, "best", "Actor!");
                Add(t, "color", "Color!").Argument("default", "Color", "BLUE");
            }
        );
    }

    /// <summary>What several types have alike, so that different arguments can meet in places that exclude each other.</summary>
    private static void AddAlike(ObjectBuilder<Thing> t)
    {
        Add(t, "label", "String").Argument("n", "Int");
        Add(t, "nick", "String");
        Add(t, "peer", "Node").Argument("n", "Int");
    }

    private static void DefineNamed(InterfaceBuilder t)
    {
        t.Field("id", "ID!");
        t.Field("name", "String").Argument("upper", "Boolean", "false");
    }

    /// <summary>By turns resolved at once, waited for, and for all parents together.</summary>
    private static FieldBuilder Add<T>(ObjectBuilder<T> t, string name, string type) =>
        (name.Length % 3) switch
        {
            0 => t.Field(name, type, (parent, context) => Throw(Make(context, parent, type))),
            1 => t.FieldAsync(
                name,
                type,
                async (parent, context) =>
                {
                    await Task.Yield();
                    return Throw(Make(context, parent, type));
                }
            ),
            _ => t.BatchField<object?>(
                name,
                type,
                async (parents, context) =>
                {
                    await Task.Yield();
                    return [.. parents.Select(parent => Make(context, parent, type))];
                }
            ),
        };

    private static FieldBuilder Stream(ObjectBuilder<object?> t, string name, string type) =>
        t.Stream(
            name,
            type,
            context =>
            {
                var h = Things.HashOf(null, context);
                if (Things.Mix(h, 6) % 10 == 0)
                    throw new GraphQLException("refused", "REFUSED");
                return Task.FromResult(Events(type, h));
            }
        );

    private static async IAsyncEnumerable<object?> Events(string type, uint h)
    {
        for (uint i = 0; i < Things.Mix(h, 7) % 3 + 1; i++)
        {
            await Task.Yield();
            yield return Things.Make(Instance, TypeOf(type), Things.Mix(h, 100 + i));
        }
    }

    private static object? Make(FieldContext context, object? parent, string type) =>
        Things.Make(Instance, TypeOf(type), Things.HashOf(parent, context));

    private static object? Throw(object? value) => value is GraphQLException exception ? throw exception : value;

    private static GraphQLType TypeOf(string type) => Instance.Find(Parser.ParseType(type))!;

    private static string TypeOf(object value) => ((Thing)value).Type;

    private static object ReadDate(string text) => text.StartsWith('2') ? text : throw new FormatException("That is no date.");
}
