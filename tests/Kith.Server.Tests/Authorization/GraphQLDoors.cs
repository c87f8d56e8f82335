using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Kith.Server.Hosting;
using Kith.Server.Surfaces.GraphQL;

namespace Kith.Server.Tests.Authorization;

/// <summary>Every field at the root of GraphQL: the fields are those of the server's schema.</summary>
internal static partial class GraphQLDoors
{
    private static readonly Dictionary<string, (Kinds Takes, Func<Things, string> Field)> s_fields = new(StringComparer.Ordinal)
    {
        ["query me"] = (Kinds.None, _ => "me { id }"),
        ["query myChatSessions"] = (Kinds.None, _ => "myChatSessions { id title messages { content } }"),
        ["query chatSession"] = (Kinds.Chat, things => $$"""chatSession(id: "{{things.Chat}}") { id title }"""),
        ["query chatMessages"] = (Kinds.Chat, things => $$"""chatMessages(sessionId: "{{things.Chat}}") { content }"""),
        ["query agents"] = (Kinds.None, _ => "agents { id }"),
        ["query agent"] = (Kinds.Agent, things => $$"""agent(id: "{{things.Agent}}") { id name }"""),
        ["query facts"] = (Kinds.None, _ => "facts { id text }"),
        ["query searchMemory"] = (Kinds.None, _ => """searchMemory(query: "like") { text }"""),
        ["mutation tokenAuth"] = (
            Kinds.None,
            _ => $$"""tokenAuth(email: "{{AuthorizationApp.AdminEmail}}", password: "{{KithApp.Password}}") { token }"""
        ),
        ["mutation createChatSession"] = (Kinds.None, _ => """createChatSession(title: "A chat") { session { id } }"""),
        ["mutation sendMessage"] = (
            Kinds.Chat,
            things => $$"""sendMessage(sessionId: "{{things.Chat}}", content: "Hello") { message { content } }"""
        ),
        ["mutation stopTurn"] = (Kinds.Chat, things => $$"""stopTurn(turnId: "{{things.Turn}}") { message { id } }"""),
        ["mutation deleteChatSession"] = (Kinds.Chat, things => $$"""deleteChatSession(id: "{{things.Chat}}") { id }"""),
        ["subscription turnEvents"] = (Kinds.Chat, things => $$"""turnEvents(sessionId: "{{things.Chat}}") { kind }"""),
    };

    public static IEnumerable<Door> All { get; } =
    [
        .. from type in Roots().Matches(KithSchema.Build().Print())
        from line in type.Groups["fields"].Value.Split('\n')
        let name = Field().Match(line)
        where name.Success
        let field = $"{type.Groups["root"].Value.ToLowerInvariant()} {name.Groups["name"].Value}"
        select s_fields.TryGetValue(field, out var known)
            ? new GraphQLDoor(field, known.Takes, known.Field)
            : throw new InvalidOperationException($"Say in {nameof(GraphQLDoors)} how a good {field} is asked for."),
    ];

    [GeneratedRegex(
        @"^type (?<root>Query|Mutation|Subscription) \{\n(?<fields>.*?)^\}",
        RegexOptions.ExplicitCapture | RegexOptions.Multiline | RegexOptions.Singleline,
        1_000
    )]
    private static partial Regex Roots();

    /// <summary>Not its arguments, which stand deeper, nor what describes it.</summary>
    [GeneratedRegex(@"^  (?<name>[a-z]\w*)[(:]", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Field();

    private sealed record GraphQLDoor(string Field, Kinds Takes, Func<Things, string> Ask)
        : Door($"graphql {Field}", Takes, Changes: !Field.StartsWith("query", StringComparison.Ordinal))
    {
        private bool IsSubscription => Field.StartsWith("subscription", StringComparison.Ordinal);

        public override async Task<Outcome> TryAsync(ChatApp app, Actor actor)
        {
            if (IsSubscription)
                return await SubscribeAsync(actor);
            var body = new { query = $"{Field.Split(' ')[0]} {{ {Ask(actor.Things)} }}" };
            var answer = await actor.Person.PostAsync("/graphql/", body);
            return Of(answer.Status, answer.Text, actor);
        }

        /// <summary>Its first event, which its owner causes; in a chat that is there for no longer, so that everything stays as it is.</summary>
        private async Task<Outcome> SubscribeAsync(Actor actor)
        {
            if (actor.Things.Owner is not { } owner)
                return await ReadAsync(actor, actor.Things.Chat, () => Task.CompletedTask);
            var chat = $"/api/ai/chats/{await ChatApp.StartChatAsync(owner)}/";
            var outcome = await ReadAsync(
                actor,
                chat.Split('/')[^2],
                async () => (await owner.PostAsync($"{chat}send_message/", new { content = "Hello" })).Expect(200)
            );
            (await owner.DeleteAsync(chat)).Expect(204);
            return outcome;
        }

        private async Task<Outcome> ReadAsync(Actor actor, string chat, Func<Task> whenOpen)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql/");
            request.Content = JsonContent.Create(
                new { query = $"subscription {{ {Ask(actor.Things).Replace(actor.Things.Chat, chat, StringComparison.Ordinal)} }}" }
            );
            request.Headers.Add("Accept", "text/event-stream");
            using var response = await actor.Person.Client.SendAsync(
                request,
                HttpCompletionOption.ResponseHeadersRead,
                TestContext.Current.CancellationToken
            );
            if (!response.IsSuccessStatusCode)
                return Of((int)response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), actor);
            await whenOpen();
            using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
            while (await reader.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
                if (line.StartsWith("data: {", StringComparison.Ordinal))
                    return Of(200, line["data: ".Length..], actor);
            return new Outcome("?", "", "");
        }

        private static Outcome Of(int status, string text, Actor actor)
        {
            var error = JsonNode.Parse(text)?["errors"]?[0];
            var code = error?["extensions"]?["code"]?.GetValue<string>();
            var cell = code is null ? "ok" : $"{(status == 200 ? ErrorCodes.StatusOf(code) : status)}";
            return new Outcome(cell, code is null ? "" : actor.Things.Neutral(error!["message"]!.GetValue<string>()), text);
        }
    }
}
