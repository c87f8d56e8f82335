namespace Kith.Engine.Models.Offline.Intents;

/// <summary>What would take a language model: said so, briefly, with what can be done instead.</summary>
internal static class Requests
{
    private const string Settings = "in the settings (OPENAI_API_KEY or OPENAI_BASE_URL)";

    /// <summary>"Forget that I love mangoes": tried before what would take it for news of mangoes. Memory is the person's, not the friend's.</summary>
    public static readonly IIntent Forgetting = new Talk(
        """
        ^ please? forget|delete|erase|unlearn that? i|my|we|our
        ^ please? forget|delete|erase|unlearn what|everything|anything|all i|you|about|of|that
        ^ please? forget about? me
        ^ can|could|would|will you please? forget|delete|erase|unlearn that? i|my|me|what|everything|all
        ^ please? do not remember|save|store|keep|note that? i|my|me|what|anything|this
        """,
        [
            "I can't take anything out of my memory from in here, and I won't pretend to. On the Memory page you can forget whatever I know of you, and then it's gone.",
            "That's in your hands and not in mine: open Memory, find it there and forget it, and I won't know it any more.",
        ],
        [
            "I can't do that from here. Open Memory and forget it there: then it's gone.",
            "Forgetting is up to you: the Memory page has everything I know, and takes out what you choose.",
        ],
        UpTo: 20
    );

    /// <summary>Tried before advice on decisions, which would take it for one.</summary>
    public static readonly IIntent Cooking = new Talk(
        """
        what should|can|could i|we cook|bake|eat
        what should|can|could i|we make for|with
        recipe|recipes for|with|using
        what .. for dinner|lunch|supper|breakfast
        """,
        [
            $"Recipes take a model, and there's no model behind me right now; one can be connected {Settings}. Tell me what's in the kitchen and how much time you have, and we'll think it through.",
            "I have no cookbook and no model behind me, so I won't invent a dish. What do you have that should be used up first?",
        ]
    );

    public static readonly IIntent[] All =
    [
        new Talk(
            """
            write|fix|debug|refactor|review|explain|create .. code|program|script|function|python|javascript|java|sql|html|css|regex|app|website|bug|algorithm
            how .. code|program|javascript|python|sql|regex|compile|html
            my code|program|script .. compile|work|run|crash|crashes|works|runs|error|bug
            python|javascript|typescript|java|csharp|rust|sql|regex|kubernetes|docker code|error|function|script|query|exception
            """,
            [
                $"Code is beyond me while I'm offline: it takes a language model, which you can connect {Settings}. I can be your rubber duck, though: what should it do, and what does it do instead?",
                "I can't write that one without a model behind me. Explaining the bug to me in plain words may still find it. What's the symptom?",
            ],
            [
                $"I can't write code offline; connect a model {Settings} for that. I can listen while you reason it through: what should it do?",
                "No model, no code, I'm afraid. Describe the problem step by step and you may spot it yourself.",
            ]
        ),
        new Talk(
            """
            write|draft|compose|translate|summarise|summarize|rewrite|proofread|correct|edit|generate|draw|paint|make|create me? a|an|my|the|this|some? email|essay|letter|text|article|report|cv|resume|speech|paragraph|post|translation|summary|picture|image|logo|plan|list|recipe|cover|message|presentation|caption
            translate|summarise|summarize|proofread
            draw|paint .. me|a|an
            help .. with .. homework|essay|assignment|email|cv|resume
            """,
            [
                $"That needs a proper language model, and none is connected right now; one can be, {Settings}. Tell me what it should say and to whom, though, and you'll have half of it written.",
                "Writing it for you is beyond my rules. But say it to me as you'd say it to a friend: that's usually the best draft.",
                "I can't do that one offline, sorry. What's the one sentence that has to be in it?",
            ],
            [
                $"I can't produce texts offline; connect a model {Settings}. I can help you order your points: what's the main one?",
                "Not without a model. Give me the three things it must say, and you have an outline.",
            ]
        ),
        new Talk(
            """
            ^ fix|correct|improve|rephrase|check this|my|the|it
            ^ can|could you please? fix|correct|improve|rephrase|check this|my
            """,
            [
                $"Mending sentences takes a language model, and there is none behind me right now; one can be connected {Settings}. Read it aloud slowly, though: where does it stumble?",
                "There's no model behind me to correct it, and I'd only guess. What did you want it to say?",
            ]
        ),
        new Talk(
            """
            write|draft|compose .. email|letter|message|essay|poem|story
            """,
            [
                $"That needs a proper language model, and there's no model behind me right now; one can be connected {Settings}. Tell me what it should say and to whom, and you'll have half of it written.",
            ]
        ),
        new Talk(
            """
            weather|forecast|temperature like|today|tomorrow|in|for|now|outside|this|$
            is|will it rain|snow|raining|be
            what is the weather
            """,
            [
                "No window and no network here, so the sky is your department. What does it look like where you are?",
                "I can't see the forecast offline. Stick a hand out of the window, and tell me the result?",
            ]
        ),
        new Talk(
            """
            search|google|look for|up|it|the
            latest|today|current news|score|scores|price|results|headlines
            who won
            news about|today|headlines
            remind|wake me
            set a|an timer|alarm|reminder
            call|text|email|message my|him|her|them
            play|open|start some|a|the|music|spotify|youtube|song
            book|order|buy me a|an|some
            """,
            [
                "I live entirely inside this chat: no searching, no alarms, no music player. I can listen, count and remember what you tell me.",
                "That's outside my walls, I'm afraid: I can't reach the net or your phone. What's it for, maybe we find another way?",
                "My hands end at the edge of this window. Anything in here I'll gladly do.",
            ]
        ),
        new Talk(
            """
            ^ so|and|but|hey|okay? what is|are|was|were|does|did|causes|makes|happens|do
            ^ who is|was|were|invented|wrote|discovered|are|did
            ^ when is|was|did|does|do|were|are
            ^ where is|was|are|can|do|did|does
            ^ why is|are|do|does|did|was|were|can
            ^ which is|are|country|one|was
            ^ how do|does|did|many|much|far|tall|old|big|long|can|to|is|are|fast|high
            ^ explain|define|describe|teach|list|name
            ^ can|could|would you please? explain|tell|teach|help|give|list|recommend|suggest
            ^ tell me about|what|who|how|why|when|where|more
            ^ do you know what|who|how|why|when|where|about|anything
            ^ give me
            ^ recommend|suggest
            what does .. mean
            meaning of
            capital of
            """,
            [
                $"That's a knowledge question, and I have no language model behind me right now; one can be connected {Settings}. Thinking aloud with you I can do: what makes you ask?",
                "I don't know, and I'd rather say so than make something up. What do you already suspect?",
                "That's more than my rules hold, honestly. Tell me what you know about it, and I'll ask the stupid questions.",
                "No idea, and no library in here to look it up. Ask me something about you instead: there I've been paying attention.",
                "You'd need my bigger cousins for that, the ones with a model. What got you wondering?",
                "I can't answer that without guessing, and I don't guess at facts. Shall we turn it over together anyway?",
            ],
            [
                $"I can't answer knowledge questions offline; connect a model {Settings} for that. Sums, dates and thinking aloud I can do.",
                "That one I don't know, and I won't guess. What do you have so far?",
                "It needs a language model, which isn't connected. Is there a smaller piece of it I could help you sort?",
            ]
        ),
        new Talk(
            """
            help me|us
            can|could you help
            i need help with|to
            plan my|the|our
            """,
            [
                "Gladly, as far as my rules reach. Which part is stuck?",
                "Let's look at it together. Where does it begin?",
                "I can't look things up, but I can help you think. What's the first step?",
            ]
        ),
    ];
}
