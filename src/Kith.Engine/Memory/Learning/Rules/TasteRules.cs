using System.Collections.Frozen;
using Kith.Engine.Memory.Facts;
using static Kith.Engine.Memory.Learning.Rules.Reads;
using Words = System.Collections.Frozen.FrozenSet<string>;

namespace Kith.Engine.Memory.Learning.Rules;

/// <summary>What people like, dislike and can do.</summary>
internal static class TasteRules
{
    private static readonly Words NoTastes = Set(
        "name names sound look idea way fact smell feeling vibe thought part one ones color colour texture photo picture pic"
    );

    public static IEnumerable<Rule> Tastes =>
        [
            new("i like|love|enjoy|adore", FactKinds.Like, "Likes {0}", "taste:{0}", Items) { Never = NoTastes },
            new("i have loved|liked", FactKinds.Like, "Likes {0}", "taste:{0}", Items) { Never = NoTastes },
            new("i am into", FactKinds.Like, "Likes {0}", "taste:{0}", Items),
            new("i am a|an|such big|huge|great|massive|a|lifelong|real? fan|lover of", FactKinds.Like, "Likes {0}", "taste:{0}", Items),
            new("i am a|an|such", FactKinds.Like, "Is a {0}", null, Value) { Among = Set("fan supporter enthusiast buff addict fanatic") },
            new("i would rather .. than", FactKinds.Like, "=", null, Value),
            new("i have gone off", FactKinds.Dislike, "No longer likes {0}", "taste:{0}", Items),
            new("i am fond of", FactKinds.Like, "Likes {0}", "taste:{0}", Items),
            new("i am keen on", FactKinds.Like, "Likes {0}", "taste:{0}", Items),
            new("i am obsessed with", FactKinds.Like, "Likes {0}", "taste:{0}", Items),
            new("i am crazy|mad|passionate about", FactKinds.Like, "Likes {0}", "taste:{0}", Items),
            new("i prefer", FactKinds.Like, "Prefers {0}", null, Value) { Never = Set("it that this not to you") },
            new("my hobby|hobbies|passion|passions|interests is|are|include|includes", FactKinds.Like, "Likes {0}", "taste:{0}", Items),
            new("i collect", FactKinds.Like, "Collects {0}", "collects:{0}", Value),
            new("i hate|dislike|detest|despise|loathe", FactKinds.Dislike, "Dislikes {0}", "taste:{0}", Items) { Never = NoTastes },
            new("i do not like|love|enjoy", FactKinds.Dislike, "Doesn't like {0}", "taste:{0}", Items) { Never = NoTastes },
            new("i can not stand|bear|tolerate", FactKinds.Dislike, "Can't stand {0}", "taste:{0}", Items),
            new("i am not a|such big|huge|great|a? fan|lover of", FactKinds.Dislike, "Doesn't like {0}", "taste:{0}", Items),
            new("i am not into", FactKinds.Dislike, "Doesn't like {0}", "taste:{0}", Items) { Never = NoTastes },
            new("i can not eat|have|digest|tolerate", FactKinds.Health, "Can't eat {0}", null, Value)
            {
                Sensitive = true,
                Never = Set("it that this much more a the kids children you"),
            },
            new("i am not fond|keen of|on", FactKinds.Dislike, "Doesn't like {0}", "taste:{0}", Items),
            new("i do not eat", FactKinds.Other, "Doesn't eat {0}", null, Value)
            {
                Salience = 0.7,
                Never = Set("much well enough at that a"),
            },
            new("i do not drink", FactKinds.Other, "Doesn't drink {0}", null, Value) { Never = Set("much enough that a") },
            new("i do not drink|smoke $", FactKinds.Other, "=", null, End),
            new("i have? been|turned|went|gone|became|become vegetarian|vegan|pescatarian", FactKinds.Other, "=", "diet", End)
            {
                Salience = 0.7,
                Past = true,
            },
            new("i am a? veggie", FactKinds.Other, "Is vegetarian", "diet", End) { Salience = 0.7 },
            new("i am a? vegetarian|vegan|pescatarian|teetotal", FactKinds.Other, "=", "diet", End) { Salience = 0.7 },
        ];

    public static IEnumerable<Rule> Skills =>
        [
            new("i play", FactKinds.Skill, "Plays {0}", "skill:{0}", Items) { Among = Vocabulary.Sports, ByHead = true },
            new("i can play", FactKinds.Skill, "Can play {0}", "skill:{0}", Items) { Among = Vocabulary.Sports, ByHead = true },
            new("i speak", FactKinds.Skill, "Speaks {0}", "language:{0}", Items) { Among = Vocabulary.Languages, ByHead = true },
            new("i can speak", FactKinds.Skill, "Speaks {0}", "language:{0}", Items) { Among = Vocabulary.Languages, ByHead = true },
            new("i am fluent in", FactKinds.Skill, "Speaks {0}", "language:{0}", Items) { Among = Vocabulary.Languages, ByHead = true },
            new("my native|first|mother language|tongue is", FactKinds.Skill, "Speaks {0}", "language:{0}", Items)
            {
                Among = Vocabulary.Languages,
                ByHead = true,
            },
            new("i have? am|been learning", FactKinds.Skill, "Is learning {0}", "learning:{0}", Value)
            {
                Among = Vocabulary.Languages,
                ByHead = true,
            },
            new("i have? am|been learning|teaching myself? how? to", FactKinds.Skill, "Is learning to {0}", "learning:{0}", Value),
            new("i have? am|been learning|teaching myself?", FactKinds.Skill, "Is learning {0}", "learning:{0}", Value)
            {
                Never = Set("a that so from about new with to how myself"),
            },
            new("i have? started learning how? to", FactKinds.Skill, "Is learning to {0}", "learning:{0}", Value) { Past = true },
            new("i have? started learning", FactKinds.Skill, "Is learning {0}", "learning:{0}", Value)
            {
                Past = true,
                Never = Set("a that so from about new with to how"),
            },
            new("i am taking|having .. lessons|classes", FactKinds.Skill, "=", null, Rest),
            new("i can", FactKinds.Skill, "Can {0}", "skill:{0}", Items) { Among = Vocabulary.Feats },
            new("i know how to", FactKinds.Skill, "Can {0}", "skill:{0}", Value),
            new("i am good|great|skilled|talented at", FactKinds.Skill, "Is good at {0}", "skill:{0}", Items)
            {
                Never = Set("it that this being"),
            },
            .. GoingFor("run|jog", "running"),
            .. GoingFor("swim", "swimming"),
            .. GoingFor("walk|stroll", "walking"),
            .. GoingFor("ride", "cycling"),
            new("i go", FactKinds.Like, "Goes {0}", "habit:{0}", Items) { Among = Vocabulary.Habits, ByHead = true },
            new("i do|practise|practice", FactKinds.Like, "Does {0}", "habit:{0}", Items)
            {
                Among = Set(
                    "yoga pilates karate judo ballet crossfit meditation taekwondo aikido boxing gymnastics ceramics pottery calligraphy"
                ),
                ByHead = true,
            },
            new("i sing|paint|knit|crochet|draw|garden|juggle|volunteer|dance|write", FactKinds.Skill, "=", null, Rest),
        ];

    private static Rule[] GoingFor(string said, string habit) =>
        [new($"i go for|on a|long|my? {said}", FactKinds.Like, $"Goes {habit}", $"habit:{habit}", Rest)];

    private static Words Set(string words) => words.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
