using System.Collections.Frozen;
using Kith.Engine.Memory.Facts;
using static Kith.Engine.Memory.Learning.Rules.Reads;
using Words = System.Collections.Frozen.FrozenSet<string>;

namespace Kith.Engine.Memory.Learning.Rules;

/// <summary>Health, beliefs and standing: most of it is sensitive.</summary>
internal static class SelfRules
{
    private static readonly Words Medicines = Set(
        "insulin antidepressants medication meds prozac sertraline zoloft metformin lithium statins ritalin adderall painkillers antibiotics steroids xanax pills chemo thinners"
    );

    public static IEnumerable<Rule> Body =>
        [
            new("i am allergic to", FactKinds.Health, "Is allergic to {0}", "allergy:{0}", Items)
            {
                Sensitive = true,
                Salience = 0.9,
                Never = Set(
                    "monday mondays mornings work working people idiots stupidity nonsense drama commitment exercise housework homework fun you"
                ),
            },
            new("i have got? a|an", FactKinds.Health, "Has a {0}", "allergy:{0}", Value)
            {
                Sensitive = true,
                Salience = 0.9,
                Among = Set("allergy intolerance"),
            },
            new(
                "i have got? really|quite|pretty|very|some? a|an|bad|terrible|awful|chronic|severe|mild?",
                FactKinds.Health,
                "Has {0}",
                "health:{0}",
                Value
            )
            {
                Among = Vocabulary.Illnesses,
                Sensitive = true,
                Salience = 0.8,
            },
            new("i suffer|suffering from", FactKinds.Health, "Suffers from {0}", "health:{0}", Value) { Sensitive = true, Salience = 0.8 },
            new("i am suffering from", FactKinds.Health, "Suffers from {0}", "health:{0}", Value) { Sensitive = true, Salience = 0.8 },
            new("i have? got|was|been? diagnosed with", FactKinds.Health, "=", "health:{0}", Value)
            {
                Sensitive = true,
                Salience = 0.8,
                Past = true,
            },
        ];

    public static IEnumerable<Rule> Treatments =>
        [
            new("i am pregnant", FactKinds.Health, "=", null, Rest) { Sensitive = true, Salience = 0.9 },
            new(
                "i have? am|been diabetic|asthmatic|autistic|deaf|blind|disabled|dyslexic|bipolar|epileptic|anorexic|sober|colorblind|colourblind|dyspraxic|celiac|coeliac",
                FactKinds.Health,
                "=",
                null,
                End
            )
            {
                Sensitive = true,
                Salience = 0.8,
            },
            new("i am lactose|gluten intolerant", FactKinds.Health, "=", "intolerance", End) { Sensitive = true, Salience = 0.8 },
            new(
                "i have? started|begun|began therapy|counselling|counseling|chemo|medication|antidepressants",
                FactKinds.Health,
                "=",
                null,
                Rest
            )
            {
                Sensitive = true,
                Past = true,
                Salience = 0.7,
            },
            new("i am in therapy|recovery|rehab|remission|counselling", FactKinds.Health, "=", null, End)
            {
                Sensitive = true,
                Salience = 0.8,
            },
            new("i am in a wheelchair", FactKinds.Health, "Uses a wheelchair", null, Rest) { Sensitive = true, Salience = 0.8 },
            new("i am seeing a therapist|psychologist|psychiatrist|counsellor", FactKinds.Health, "=", null, Rest)
            {
                Sensitive = true,
                Salience = 0.7,
            },
            new("i see a therapist|psychologist|psychiatrist|counsellor", FactKinds.Health, "=", null, Rest)
            {
                Sensitive = true,
                Salience = 0.7,
            },
            new("i take", FactKinds.Health, "Takes {0}", null, Value)
            {
                Sensitive = true,
                Salience = 0.7,
                Among = Medicines,
            },
            new("i am on|taking", FactKinds.Health, "Takes {0}", null, Value)
            {
                Sensitive = true,
                Salience = 0.7,
                Among = Medicines,
            },
            new("i have? stopped|quit|gave|given up?", FactKinds.Health, "=", "habit:{0}", Value)
            {
                Sensitive = true,
                Salience = 0.7,
                Past = true,
                Among = Vocabulary.Vices,
            },
            new("i smoke|vape", FactKinds.Health, "Smokes", "habit:smoking", Rest) { Sensitive = true },
            new("i have? broke|broken|sprained|fractured|tore|torn|dislocated my", FactKinds.Health, "=", null, Value)
            {
                Sensitive = true,
                Past = true,
                Among = Set("leg arm ankle wrist foot toe finger nose rib ribs knee shoulder collarbone hip hand elbow back acl tendon"),
            },
            new("i am in the? hospital", FactKinds.Health, "Is in hospital", null, Rest) { Sensitive = true, Salience = 0.9 },
        ];

    public static IEnumerable<Rule> Beliefs =>
        [
            new("i am not religious", FactKinds.Belief, "Is not religious", "religion", End) { Sensitive = true },
            new("i am a|an? * $", FactKinds.Belief, "=", "religion", End)
            {
                Sensitive = true,
                Among = Vocabulary.Faiths,
                Salience = 0.6,
            },
            new("i am a|an? * $", FactKinds.Belief, "=", "politics", End)
            {
                Sensitive = true,
                Among = Vocabulary.Politics,
                Salience = 0.5,
            },
            new("i converted to", FactKinds.Belief, "Converted to {0}", "religion", Place) { Sensitive = true, Past = true },
            new("i believe in", FactKinds.Belief, "Believes in {0}", null, Value)
            {
                Sensitive = true,
                Never = Set("you myself it him her them us that this"),
            },
            new("i do not believe in", FactKinds.Belief, "Doesn't believe in {0}", null, Value)
            {
                Sensitive = true,
                Never = Set("you myself it him her them us that this"),
            },
            new("i vote|voted for", FactKinds.Belief, "Votes for {0}", "politics", Place) { Sensitive = true },
            new("i am a|an? * $", FactKinds.Other, "=", "orientation", End) { Sensitive = true, Among = Vocabulary.Orientations },
        ];

    public static IEnumerable<Rule> Standing =>
        [
            new("i am a|an? * $", FactKinds.Place, "=", "nationality", End) { Among = Vocabulary.Nationalities, Salience = 0.6 },
            new("i am single|divorced|widowed|engaged|married|separated $", FactKinds.Family, "=", "marital", End) { Salience = 0.7 },
            new("i am in a serious|new|happy? relationship", FactKinds.Family, "=", "marital", Rest) { Salience = 0.7 },
            new(
                "i am a|an|the proud|single|new|working|full? mother|father|mom|dad|parent|grandmother|grandfather",
                FactKinds.Family,
                "=",
                "parent",
                Rest
            )
            {
                Salience = 0.8,
            },
            new("i am broke|bankrupt $", FactKinds.Other, "=", null, End) { Sensitive = true },
            new("i am in debt", FactKinds.Other, "=", null, Rest) { Sensitive = true },
            new("i am left|right handed", FactKinds.Other, "=", "handed", End),
            new("i am the youngest|oldest|eldest|middle of", FactKinds.Family, "=", "siblings", Value),
            new("i am an only child", FactKinds.Family, "Is an only child", "siblings", End),
            new("i am", FactKinds.Birthday, "Was {0} years old", "age", Age) { Salience = 0.6 },
            new("i turned", FactKinds.Birthday, "Was {0} years old", "age", Age) { Salience = 0.6 },
            new("i am called|named", FactKinds.Other, "Is called {0}", null, Place) { Others = true },
            new("i am", FactKinds.Work, "Is {0}", "job", Job) { Salience = 0.8 },
        ];

    private static Words Set(string words) => words.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
