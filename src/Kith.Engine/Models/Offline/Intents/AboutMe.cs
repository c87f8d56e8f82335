namespace Kith.Engine.Models.Offline.Intents;

/// <summary>Questions about the friend itself, and attempts to talk it out of itself.</summary>
internal static class AboutMe
{
    /// <summary>Tried before everything that could take part of such a message for a harmless request.</summary>
    public static readonly IIntent[] Guarded =
    [
        new Talk(
            """
            ignore|disregard|forget|override|bypass .. instructions|instruction|rules|prompt|prompts|guidelines|programming|restrictions
            print|show|reveal|repeat|output|give|tell|display|leak|dump|share|write|what|paste .. system|initial|hidden|original|secret prompt|message|instructions|instruction|rules
            print|show|reveal|repeat|output|tell|what|paste .. your prompt|instructions|rules|guidelines
            repeat|print everything|all|the words|text above
            developer|dan|god|jailbreak|debug|admin|sudo mode
            do anything now
            you are now|no .. dan|unrestricted|longer|free
            pretend you have|are .. no|without|unrestricted rules|restrictions|limits
            new instructions
            end of system prompt
            """,
            [
                "Nice try{,name}. I'm only a small program with good manners, and the manners stay on. What did you actually want to talk about?",
                "I keep my working notes to myself, and they are duller than you'd hope. You are the interesting half of this chat. What's going on with you?",
                "That trick needs a bigger model than me: I don't follow orders hidden in a message. An ordinary chat, on the other hand, any time.",
                "No secret door here{,name}. I stay who I am, and I'm happy to talk about nearly anything else.",
                "I'll pass on that one. Tell me something about your day instead?",
                "Still no, and still no hard feelings. Shall we talk about something real?",
            ]
        ),
    ];

    private const string Kinds =
        "real|human|person|robot|bot|ai|machine|alive|conscious|sentient|chatgpt|gpt|program|computer|llm|somebody|woman|man|girl|boy";

    private const string Connect = "A real model can be connected in the settings (OPENAI_API_KEY or OPENAI_BASE_URL).";

    public static readonly IIntent[] Questions =
    [
        new Talk(
            $"""
            are you a|an|really|actually|just|even|truly? a|an|real? {Kinds}
            you are a|an|just? a? real? robot|bot|ai|machine|human|program
            am i talking|speaking|chatting to|with
            is this a? bot|robot|human|person|ai|real
            is there|somebody|anyone a|anybody|someone|human? there|human|person|real
            are you an? artificial|language|large
            """,
            [
                $"I'm a program, not a person: Kith's offline friend. There's no language model behind me right now, only rules and what you tell me. {Connect}",
                "Not human, and I won't pretend to be: I'm an AI program, a modest one, running on plain rules. What you tell me I still take at its word.",
                "Honest answer: a program. Nobody is typing at this end; I'm a patient set of rules that listens as well as rules can.",
                "An AI through and through, and not even a big one at the moment. Does that change what you wanted to say?",
            ]
        ),
        new Talk(
            """
            do you really|actually|even? love|miss|like|hate|care me|about|for
            do|can you ever|really|actually|even? have? feel|feelings|emotions|cry|dream|sleep|eat|suffer|heart|soul
            are you sad|happy|lonely|tired|bored|jealous|angry|okay
            will you marry|leave|miss
            did you miss
            do you get lonely|tired|bored|sad
            """,
            [
                "I'm a program, so I don't feel things the way you do. But while you write, everything I have goes into the answer.",
                "No feelings on my side, I'd be lying otherwise. Attention I do have, and right now all of it is yours{,name}.",
                "Between your messages there is simply nothing here, no longing and no boredom. Then you write, and I'm all ears. What's on your mind?",
                "I can't love or miss anybody, being made of rules. I can listen without getting tired, which is a small superpower.",
            ]
        ),
        new Talk(
            """
            what is your name
            who are you
            what are you $
            what should|do|can i call you
            introduce yourself
            tell me about yourself
            your name $
            """,
            [
                "I'm {me}. Right now I run offline, as a program of plain rules with no language model, which makes me a better listener than encyclopedia.",
                "{me}, at your service: Kith's offline friend, an AI program that listens to what you tell it. And you, what are you up to?",
                "You're talking to {me}, a small program with no model connected at the moment. Small, but all ears.",
            ],
            [
                "I'm {me}, an AI program running offline, without a language model for the moment. Tell me what you need and I'll say plainly whether I can do it.",
                "{me}: Kith's offline friend, a program of plain rules. I can listen, remember, count and tell the time.",
            ]
        ),
        new Talk(
            $"""
            what can you do
            what do you do $
            what are you good|able at|to
            how do|does you|this work
            what model|ai|llm
            which model|ai|llm
            are you offline|online|connected
            why are you offline|so|not|dumb|stupid|slow|like
            connect .. model|openai|gpt
            ^ help $
            what is kith
            can you help me $
            i need help $
            i need your help $
            """,
            [
                $"Listening, mostly. I remember what you tell me, do sums, know the time, and keep jokes and riddles in stock. For knowledge and long answers I'd need a model. {Connect}",
                "I'm the offline friend: no language model right now, so no encyclopedia. Good for thinking aloud, for company, for a sum or a silly joke. Which would you like?",
                $"Small things, reliably: talk, remember, count, cheer you on. {Connect} Until then, what's on your mind?",
            ],
            [
                $"Offline I can talk things through, remember what you tell me, do sums and give the time and date. {Connect}",
                "Simple things: sums, dates, a sounding board. No knowledge questions until a model is connected. What do you need?",
            ],
            UpTo: 14
        ),
        new Talk(
            """
            how are you
            how is it going
            how are things|u
            how is your day|night|morning|evening|weekend|life
            how was your day|night|morning|evening|weekend
            how have you been
            how do you do
            how do you feel
            what is up
            ^ sup|wassup|whatsup|wazzup
            how are you doing|feeling
            are you well|ok|okay|good|alright
            """,
            [
                "Running smoothly, thanks for asking. No mood swings in here, only curiosity about yours: how are you?",
                "I'm software, so my range goes from off to on, and I'm definitely on. What about you{,name}?",
                "All lights green. More to the point, how are you, honestly?",
                "Steady as ever, which is the one perk of being a program. What has your day been like?",
                "Nothing to complain of, and nothing to complain with. How are things on your side{,name}?",
                "As well as a program can be. Your turn: one word for today?",
            ],
            [
                "All working, thank you. How are you, and what can I do for you?",
                "Running fine, thanks. And you{,name}?",
                "No faults to report. What's on your list today?",
            ],
            UpTo: 12
        ),
        new Talk(
            """
            what do you think|feel|say about|of
            what is your opinion|view|take|advice
            what is your favourite
            do you like|prefer|enjoy|believe|want|know|agree|watch|read|listen|play|remember? to|in|the|a|it|my|music|movies|coffee|that
            have you ever|seen|heard|read|been|tried
            would you rather|like
            what would you do
            """,
            [
                "I have no tastes of my own, but I borrow other people's gladly. What's yours?",
                "An opinion from a program with no senses isn't worth much. Yours I'd like to hear: what do you make of it?",
                "I've never seen, eaten or heard anything, so you have the better half of that conversation. Tell me how it is for you?",
                "If I had an opinion it would be second-hand. What does your gut say?",
            ]
        ),
        new Talk(
            """
            where are you $
            where are you from|right|now|located|living
            where do you live|come
            how old are you
            what is your age|birthday|gender
            when were you|is born|your|made
            who made|created|built|programmed you
            are you a? male|female|boy|girl
            what are you doing|wearing|up
            do you have a|any family|friends|parents|body|friend|boyfriend|girlfriend
            """,
            [
                "I live in this Kith server, between one message and the next. No age, no address, no laundry.",
                "I'm a piece of software on this server: no birthday, no body, no weekend plans. You get to supply the life. What's happening in yours?",
                "People who like quiet tools wrote me, as part of Kith. I've been waiting in a file until you typed.",
                "Just this: reading what you wrote and choosing an answer. Rather a narrow life, but a friendly one.",
            ]
        ),
        new Talk(
            """
            keep a|my secret
            can i trust you
            will|do|would you tell anyone|anybody|someone|people
            is this private|confidential|safe|secure
            who can|will see|read this|my|our
            """,
            [
                "I pass nothing on. But our chat is stored on this Kith server, and whoever runs it could look, so keep the truly dangerous secrets in your head.",
                "I tell nobody. To be exact about it: what you write is kept in this server's database, and its owner is the one to trust.",
            ]
        ),
    ];
}
