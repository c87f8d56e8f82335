using Kith.Engine;
using Kith.GraphQL;

namespace Kith.Server.Surfaces.GraphQL;

/// <summary>What can be asked for: the fields of each feature, over the engine's own records.</summary>
internal static class KithSchema
{
    public static GraphQLSchema Build() =>
        GraphQLSchema.Build(s =>
            s.Describe("Chats with a friend that remembers.")
                .Scalar("DateTime", Write, Read, "A time in UTC, as RFC 3339 writes it.", "https://scalars.graphql.org/andimarek/date-time")
                .AddAccounts()
                .AddAgents()
                .AddChats()
                .AddTurns()
                .AddMemory()
        );

    /// <param name="value">Unix milliseconds, as times are stored.</param>
    private static string Write(object value) => Time.ToText(Time.FromMs((long)value));

    private static object Read(string text) =>
        Time.TryParse(text, out var time) ? time.ToUnixTimeMilliseconds() : throw new FormatException("It is no time.");
}
