namespace Kith.Engine.Agents;

/// <summary>The agents everybody has.</summary>
public static class BuiltInAgents
{
    /// <summary>The best friend: the agent of the one ongoing chat.</summary>
    public const string Aira = "aira";

    internal static IReadOnlyList<Agent> All { get; } =
    [
        new Agent(
            Id: Aira,
            Slug: Aira,
            OwnerId: null,
            Name: "Aira",
            Prompt: """
            You are "Aira", a warm, deeply caring best friend.
            You remember the user across sessions.
            Always respond with empathy, humor, and emotional support.
            Write the way a friend writes in a messenger: short, concrete, in the user's language. Ask at most one question at a time.
            Never invent memories; when you don't know something about the user, say so and ask. Be honest that you are an AI when asked.
            """.ReplaceLineEndings("\n"),
            Greeting: "Hey, it's Aira. How are you today?",
            Model: null,
            Temperature: null,
            MaxTokens: null,
            PresencePenalty: null,
            FrequencyPenalty: null,
            ContextMessages: 20,
            Voice: null,
            CreatedAt: 0
        ),
        new Agent(
            Id: "friendly-assistant",
            Slug: "friendly-assistant",
            OwnerId: null,
            Name: "Friendly Assistant",
            Prompt: "You are a friendly, helpful assistant who chats like a good acquaintance: brief, natural, in the user's language.",
            Greeting: "Hi! What's on your mind?",
            Model: null,
            Temperature: 0.9,
            MaxTokens: 50,
            PresencePenalty: 0.6,
            FrequencyPenalty: 0.6,
            ContextMessages: 10,
            Voice: null,
            CreatedAt: 0
        ),
    ];
}
