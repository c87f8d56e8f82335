using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Kith.Server.Surfaces;

/// <summary>Tells the API's document what its tags are, in the order somebody who begins would read them.</summary>
internal static class TagDocument
{
    private static readonly (string Name, string Description)[] s_tags =
    [
        ("Accounts", "Registering, signing in, coming as a guest, one's sessions and one's account."),
        ("API keys", "What an app signs in with, and the people of that app."),
        ("Agents", "The built-in agents, one's own, and the models they can use."),
        ("AI Chat", "Chats with an agent."),
        ("AI Messages", "What is said in a chat: sending, streaming, branches, and the turns that answer."),
        ("Best friend", "One ongoing chat, a profile and a greeting."),
        ("People", "Whom one knows, and chats between people."),
        ("Push", "One's devices that are told what happens while one isn't connected."),
        ("Import and export", "Conversations from elsewhere, and everything of one's own."),
        ("Memory", "What is known of a person: facts and moods, to read, correct, search and forget."),
        ("Search", "One's own messages, ranked."),
        ("Events", "Everything of one person, by asking or as a stream."),
        ("Chatbot sessions", "Template and session: it works without credentials. Errors are `{success, error, message}`."),
        ("OpenAI-compatible", "Agents as models, for any client of OpenAI's chat completions. Errors are `{error}`, as there."),
    ];

    public static void Describe(OpenApiOptions options) =>
        options.AddDocumentTransformer(
            (document, _, _) =>
            {
                var rest = document.Tags?.Where(tag => !Array.Exists(s_tags, known => known.Name == tag.Name)).ToList() ?? [];
                document.Tags = s_tags
                    .Select(tag => new OpenApiTag { Name = tag.Name, Description = tag.Description })
                    .Concat(rest)
                    .ToHashSet();
                return Task.CompletedTask;
            }
        );
}
