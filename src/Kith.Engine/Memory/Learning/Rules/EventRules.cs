using System.Collections.Frozen;
using Kith.Engine.Memory.Facts;
using static Kith.Engine.Memory.Learning.Rules.Reads;
using Words = System.Collections.Frozen.FrozenSet<string>;

namespace Kith.Engine.Memory.Learning.Rules;

/// <summary>What lies ahead, what happened, and what people own.</summary>
internal static class EventRules
{
    private const string Going =
        "flying|going|travelling|traveling|moving|starting|meeting|visiting|getting|having|leaving|running|taking|seeing|hosting|throwing|"
        + "attending|graduating|retiring|marrying|driving|presenting|turning|performing|competing|hiking|speaking|playing|celebrating|joining|"
        + "interviewing|heading|giving|sitting|doing|picking|buying|adopting|opening|launching|finishing|catching|spending|staying";

    private static readonly Words NoPlans = Set("die kill cry scream sleep eat bed work be say ask tell talk know see think sue lose go");

    public static IEnumerable<Rule> Plans =>
        [
            new("i have|got got? a|an|my|another|some", FactKinds.Plan, "Has a {0}", null, Value)
            {
                Among = Vocabulary.Occasions,
                Dated = true,
                Salience = 0.7,
            },
            new($"i am {Going}", FactKinds.Plan, "=", null, Rest)
            {
                Dated = true,
                Salience = 0.6,
                Never = Set("crazy mad well insane nuts better tired through over out"),
            },
            new("i am moving|relocating to", FactKinds.Plan, "Is moving to {0}", null, Place) { Salience = 0.7 },
            new("i am getting married", FactKinds.Plan, "=", null, Rest) { Salience = 0.8 },
            new("i am expecting a|our|my|twins", FactKinds.Plan, "=", null, Value)
            {
                Salience = 0.8,
                Among = Set("baby child girl boy twins"),
            },
            new("i am off to", FactKinds.Plan, "Is going to {0}", null, Place) { Dated = true, Salience = 0.6 },
            new(
                "i am? hope|hoping|aiming to retire|move|buy|open|start|become|emigrate|learn|study|travel|marry",
                FactKinds.Plan,
                "=",
                null,
                Rest
            ),
            new("i will be", FactKinds.Plan, "Will be {0} years old", null, Age) { Dated = true, Salience = 0.6 },
            new("i am saving for|up", FactKinds.Plan, "=", null, Value),
            new("i plan|intend to", FactKinds.Plan, "Plans to {0}", null, Value) { Never = NoPlans },
            new("i am planning to|on", FactKinds.Plan, "Plans to {0}", null, Value) { Never = NoPlans },
            new("i want|hope to", FactKinds.Plan, "Wants to {0}", null, Value) { Never = NoPlans, Dated = true },
            new("i will", FactKinds.Plan, "Will {0}", null, Value)
            {
                Never = NoPlans,
                Dated = true,
                Salience = 0.6,
            },
            new("i fly|leave|start|travel|graduate|move|turn|begin|return|retire|go", FactKinds.Plan, "=", null, Rest)
            {
                Dated = true,
                Salience = 0.6,
            },
        ];

    public static IEnumerable<Rule> Events =>
        [
            new("i have? broke|broken|split|left up|me", FactKinds.Family, "Is their partner", "", Rest)
            {
                Over = true,
                GoesOn = true,
                Others = true,
            },
            new("i have? left me", FactKinds.Event, "=", null, Rest)
            {
                Past = true,
                Salience = 0.8,
                Others = true,
            },
            new("i have? got|was|been divorced|separated", FactKinds.Family, "Has a partner", "partner", Rest)
            {
                Over = true,
                GoesOn = true,
            },
            new("i have? got|was|been divorced|separated", FactKinds.Event, "Got divorced", null, Rest) { Past = true, Salience = 0.8 },
            new("i have? broke|broken|split up", FactKinds.Family, "Has a partner", "partner", Rest)
            {
                Over = true,
                GoesOn = true,
                Own = true,
            },
            new("i have? broke|broken|split up", FactKinds.Event, "=", null, Rest) { Past = true, Salience = 0.8 },
            new("i have? got|was|been married", FactKinds.Event, "=", null, Rest)
            {
                Past = true,
                Salience = 0.8,
                Never = Set("for since"),
            },
            new("i have? got|was engaged", FactKinds.Event, "=", null, Rest) { Past = true, Salience = 0.8 },
            new("i have? got|was|been promoted", FactKinds.Event, "=", null, Rest) { Past = true, Salience = 0.6 },
            new("i have? got|was|been accepted|admitted", FactKinds.Event, "=", null, Rest) { Past = true, Salience = 0.6 },
            new("i have? got a promotion|raise|rise", FactKinds.Event, "=", null, Rest) { Past = true, Salience = 0.6 },
            new("i had|have had? a|an|our|my|another first|second|third?", FactKinds.Event, "=", null, Value)
            {
                Past = true,
                Salience = 0.8,
                Among = Set("baby child son daughter girl boy twins"),
            },
            new("i had|have had? a|an|my?", FactKinds.Health, "=", null, Value)
            {
                Past = true,
                Sensitive = true,
                Salience = 0.7,
                Among = Set("stroke miscarriage operation surgery transplant breakdown accident concussion abortion seizure"),
            },
            new("i gave birth", FactKinds.Event, "=", null, Rest) { Past = true, Salience = 0.8 },
            new("i became a|an", FactKinds.Event, "=", null, Value)
            {
                Past = true,
                Salience = 0.7,
                Among = Set("mother father mom dad grandmother grandfather parent uncle aunt citizen"),
            },
            new("i have? passed|failed my", FactKinds.Event, "=", null, Rest) { Past = true, Salience = 0.6 },
            new("i have? won", FactKinds.Event, "Won {0}", null, Place)
            {
                Past = true,
                Salience = 0.6,
                Never = Set("argument bet you it"),
            },
            new("i had to put my * down|to", FactKinds.Event, "=", null, Rest) { Past = true, Salience = 0.8 },
            new("i have? retired", FactKinds.Event, "=", null, Rest) { Past = true, Salience = 0.7 },
            new("i have? finished|published|released my first|second|new?", FactKinds.Event, "=", null, Rest) { Past = true, Dated = true },
            new("i ran|visited|climbed|met", FactKinds.Event, "=", null, Rest) { Past = true, Dated = true },
            new("i went to", FactKinds.Event, "Went to {0}", null, Place) { Past = true, Dated = true },
            new("i have? died|passed away?", FactKinds.Event, "=", "", Rest)
            {
                Past = true,
                Salience = 0.9,
                Others = true,
            },
        ];

    public static IEnumerable<Rule> Things =>
        [
            new("i have got? a|an|my own? own?", FactKinds.Possession, "Has a {0}", "has:{0}", Value)
            {
                Among = Vocabulary.Goods,
                ByHead = true,
                Salience = 0.3,
            },
            new("i own a|an|my|two|three", FactKinds.Possession, "Owns a {0}", "has:{0}", Value)
            {
                Among = Vocabulary.Goods,
                ByHead = true,
                Salience = 0.4,
            },
            new("i drive|ride a|an", FactKinds.Possession, "Drives a {0}", "drives", Value)
            {
                Salience = 0.3,
                Never = Set("lot bit bus taxi"),
            },
            new("i have? bought|got|purchased|built a|an|my|our own|first|new?", FactKinds.Possession, "Bought a {0}", "has:{0}", Value)
            {
                Among = Vocabulary.Goods,
                ByHead = true,
                Past = true,
                Salience = 0.4,
            },
            new("i have? sold my|our|the", FactKinds.Possession, "Has a {0}", "has:{0}", Value)
            {
                Among = Vocabulary.Goods,
                ByHead = true,
                Over = true,
            },
        ];

    private static Words Set(string words) => words.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
