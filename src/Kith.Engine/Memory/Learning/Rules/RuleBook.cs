using System.Collections.Frozen;
using Kith.Engine.Memory.Facts;
using static Kith.Engine.Memory.Learning.Rules.Reads;
using Words = System.Collections.Frozen.FrozenSet<string>;

namespace Kith.Engine.Memory.Learning.Rules;

/// <summary>What people say of themselves, and what it means. The first rule that fits a statement is taken.</summary>
internal static class RuleBook
{
    private const string Going =
        "flying|going|travelling|traveling|moving|starting|meeting|visiting|getting|having|leaving|running|taking|seeing|hosting|throwing|"
        + "attending|graduating|retiring|marrying|driving|presenting|turning|performing|competing|hiking|speaking|playing|celebrating|joining|"
        + "interviewing|heading|giving|sitting|doing|picking|buying|adopting|opening|launching|finishing|catching|spending|staying";

    private static readonly Words NoPlans = Set("die kill cry scream sleep eat bed work be say ask tell talk know see think sue lose go");
    private static readonly Words NoTastes = Set("name names sound look idea way fact smell feeling vibe thought part one ones");
    private static readonly Words NoPlaces = Set(
        "moment family past now future bubble box dream world shadow moon fear matrix clouds present"
    );
    private static readonly Words Businesses = Set(
        "business company shop store bakery restaurant cafe farm studio agency startup practice salon bar hotel gallery bookshop firm school clinic garage workshop"
    );
    private static readonly Words NoStudies = Set("every hard for all at a alone in with on the when so my together better too much");

    private static readonly Words Jobless = Set(
        "so very really not boring stressful killing great hard fun ok okay terrible awful good bad too exhausting on at the what important driving going"
    );

    private static readonly Words Medicines = Set(
        "insulin antidepressants medication meds prozac sertraline zoloft metformin lithium statins ritalin adderall painkillers antibiotics steroids xanax pills chemo thinners"
    );

    public static IReadOnlyList<Rule> Rules { get; } =
    [.. Places, .. Work, .. Learning, .. Tastes, .. Skills, .. Plans, .. Events, .. Things, .. Body, .. Beliefs, .. Standing];

    private static IEnumerable<Rule> Places =>
        [
            new("i live|stay|reside with", FactKinds.Place, "Lives with {0}", "living-with", Value)
            {
                Never = Set("it that this fear pain the"),
            },
            new("i live|reside", FactKinds.Place, "Lives {0}", "home", Where) { Salience = 0.8, Never = NoPlaces },
            new("i am living|staying|based|settled", FactKinds.Place, "Lives {0}", "home", Where) { Salience = 0.8, Never = NoPlaces },
            new("i have been? lived|living|based", FactKinds.Place, "Lives {0}", "home", Where) { Salience = 0.8, Never = NoPlaces },
            new("i have? moved|relocated back? to", FactKinds.Place, "Lives in {0}", "home", Place) { Salience = 0.8, Past = true },
            new("i have? moved|relocated from .. to", FactKinds.Place, "Lives in {0}", "home", Place) { Salience = 0.8, Past = true },
            new("i am|come|hail from", FactKinds.Place, "Comes from {0}", "origin", Place) { Salience = 0.7, Never = NoPlaces },
            new("i grew up", FactKinds.Place, "Grew up {0}", "grew-up", Where) { Past = true },
            new("i was raised|brought up?", FactKinds.Place, "Grew up {0}", "grew-up", Where) { Past = true },
            new("i was born in", FactKinds.Place, "Was born in {0}", "birthplace", Place) { Past = true },
            new("i lived", FactKinds.Place, "Lived {0}", null, Where) { Past = true, Never = NoPlaces },
            new("i used to live", FactKinds.Place, "Used to live {0}", null, Where) { Past = true, Never = NoPlaces },
            new("my hometown is", FactKinds.Place, "Comes from {0}", "origin", Place) { Salience = 0.7 },
        ];

    private static IEnumerable<Rule> Work =>
        [
            new("i work as", FactKinds.Work, "Works as {0}", "job", Job) { Salience = 0.8 },
            new("i am working|employed as", FactKinds.Work, "Works as {0}", "job", Job) { Salience = 0.8 },
            new("i have been? worked|working as", FactKinds.Work, "Works as {0}", "job", Job) { Salience = 0.8 },
            new("i have? started working as", FactKinds.Work, "Works as {0}", "job", Job) { Salience = 0.8, Past = true },
            new("i work at|for|with", FactKinds.Work, "Works at {0}", "employer", Place) { Never = NoPlaces, Salience = 0.7 },
            new("i am working|employed at|for|by", FactKinds.Work, "Works at {0}", "employer", Place) { Never = NoPlaces, Salience = 0.7 },
            new("i have been? worked|working at|for", FactKinds.Work, "Works at {0}", "employer", Place)
            {
                Never = NoPlaces,
                Salience = 0.7,
            },
            new("i have? started|got|landed|took a|my|the new|first|dream? job at|with", FactKinds.Work, "Works at {0}", "employer", Place)
            {
                Never = NoPlaces,
                Salience = 0.8,
                Past = true,
            },
            new("i have? started|began working? at|for", FactKinds.Work, "Works at {0}", "employer", Place)
            {
                Never = NoPlaces,
                Salience = 0.8,
                Past = true,
            },
            new("i have? joined", FactKinds.Work, "Works at {0}", "employer", Name) { Salience = 0.8, Past = true },
            new("i have? got|was hired at|by", FactKinds.Work, "Works at {0}", "employer", Place)
            {
                Never = NoPlaces,
                Salience = 0.8,
                Past = true,
            },
            new("i have? started|got|landed a|my|the new|first|dream? job", FactKinds.Event, "=", null, Rest)
            {
                Salience = 0.6,
                Past = true,
            },
            new("i work there|here", FactKinds.Work, "Works there", "employer", End),
            new("i work from home|anywhere", FactKinds.Work, "Works from home", null, Rest),
            new("i work part|full time", FactKinds.Work, "=", null, Rest),
            new("i work remotely|nights|weekends|shifts|freelance $", FactKinds.Work, "=", null, End),
            new("i work night|day|late|early shifts|shift", FactKinds.Work, "=", null, Rest),
            new("i work in", FactKinds.Work, "Works in {0}", "field", Value)
            {
                Salience = 0.6,
                Never = Set("silence peace bursts the a progress my vain"),
            },
            new("i am retired|unemployed|freelancing|freelance|self-employed", FactKinds.Work, "=", "job", Rest) { Salience = 0.7 },
            new("i am self employed", FactKinds.Work, "=", "job", Rest) { Salience = 0.7 },
            new("i am between jobs", FactKinds.Work, "Is between jobs", "job", End) { Salience = 0.7 },
            new("i am on maternity|paternity|parental|sick leave", FactKinds.Work, "=", null, Rest),
            new("i am job hunting|searching", FactKinds.Work, "Is looking for a job", null, End),
            new("i am looking for a|another new? job", FactKinds.Work, "Is looking for a job", null, Rest),
            new("i run|manage|have my own", FactKinds.Work, "Runs {0}", "job", Place) { Salience = 0.7, Among = Businesses },
            new("i run|manage|own", FactKinds.Work, "Runs {0}", "job", Place) { Salience = 0.7, Among = Businesses },
            new("i teach", FactKinds.Work, "Teaches {0}", "job", Value) { Never = Set("you them him her it how people that") },
            new("my job|profession|occupation is a|an", FactKinds.Work, "Works as a {0}", "job", Value) { Salience = 0.8 },
            new("my job|profession|occupation is", FactKinds.Work, "Their job is {0}", "job", Value) { Salience = 0.7, Never = Jobless },
            .. Leaving("i have? quit|left my old|last|current? job"),
            .. Leaving("i have? lost my job"),
            .. Leaving("i have? got|was|been fired|sacked $"),
            .. Leaving("i have? got|was|been laid off"),
            .. Leaving("i have? got|was|been let go"),
            .. Leaving("i have? resigned"),
            new("i have? quit", FactKinds.Work, "Works at {0}", "employer", Name) { Over = true },
            new("i used to work", FactKinds.Work, "Used to work {0}", null, Value) { Past = true },
        ];

    /// <summary>Job and employer are over, which itself is worth knowing.</summary>
    private static Rule[] Leaving(string said) =>
        [
            new(said, FactKinds.Work, "Has a job", "job", Rest) { Over = true, GoesOn = true },
            new(said, FactKinds.Work, "Has an employer", "employer", Rest) { Over = true, GoesOn = true },
            new(said, FactKinds.Event, "=", null, Rest) { Past = true, Salience = 0.7 },
        ];

    private static IEnumerable<Rule> Learning =>
        [
            new("i am a|an", FactKinds.Education, "Is a {0}", "study", Value)
            {
                Salience = 0.7,
                Among = Set("student undergraduate postgraduate freshman sophomore"),
            },
            new("i study", FactKinds.Education, "Studies {0}", "study", Value) { Salience = 0.7, Never = NoStudies },
            new("i am studying", FactKinds.Education, "Studies {0}", "study", Value) { Salience = 0.7, Never = NoStudies },
            new("i am doing|pursuing my|a|an", FactKinds.Education, "=", "study", Value)
            {
                Salience = 0.7,
                Among = Set("phd masters master's degree bachelor's bachelors mba doctorate apprenticeship internship mba msc bsc"),
            },
            new("i have? got into", FactKinds.Event, "=", null, Value)
            {
                Past = true,
                Among = Set("school university college program programme course academy"),
            },
            new("i have? got into", FactKinds.Event, "=", null, Name) { Past = true },
            new("i go to|attend", FactKinds.Education, "Goes to {0}", "study", Place)
            {
                Among = Set("university college school high academy mit"),
            },
            new("i have? graduated", FactKinds.Education, "=", null, Rest) { Past = true },
            new("i have? finished|completed my?", FactKinds.Education, "=", null, Value)
            {
                Past = true,
                Among = Set("school university college degree phd masters thesis studies"),
            },
            new("i have got? a|an|my", FactKinds.Education, "Has a {0}", null, Value)
            {
                Among = Set("degree phd masters bachelor's bachelors master's mba doctorate diploma"),
            },
            new("i have? majored in", FactKinds.Education, "Majored in {0}", null, Value) { Past = true },
            new("i dropped out", FactKinds.Education, "=", null, Rest) { Past = true },
            new("i studied", FactKinds.Education, "Studied {0}", null, Value) { Past = true, Never = NoStudies },
        ];

    private static IEnumerable<Rule> Tastes =>
        [
            new("i like|love|enjoy|adore", FactKinds.Like, "Likes {0}", "taste:{0}", Items) { Never = NoTastes },
            new("i have loved|liked", FactKinds.Like, "Likes {0}", "taste:{0}", Items) { Never = NoTastes },
            new("i am into", FactKinds.Like, "Likes {0}", "taste:{0}", Items),
            new("i am a|an|such big|huge|great|massive|a|lifelong|real? fan|lover of", FactKinds.Like, "Likes {0}", "taste:{0}", Items),
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
            new("i am a? vegetarian|vegan|pescatarian|teetotal", FactKinds.Other, "=", "diet", End) { Salience = 0.7 },
        ];

    private static IEnumerable<Rule> Skills =>
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
            new("i am learning|teaching to|how|myself? to?", FactKinds.Skill, "Is learning {0}", "learning:{0}", Value)
            {
                Never = Set("a that so from about new"),
            },
            new("i have? started learning to|how? to?", FactKinds.Skill, "Is learning {0}", "learning:{0}", Value) { Past = true },
            new("i am taking|having .. lessons|classes", FactKinds.Skill, "=", null, Rest),
            new("i can", FactKinds.Skill, "Can {0}", "skill:{0}", Items) { Among = Vocabulary.Feats },
            new("i know how to", FactKinds.Skill, "Can {0}", "skill:{0}", Value),
            new("i am good|great|skilled|talented at", FactKinds.Skill, "Is good at {0}", "skill:{0}", Items)
            {
                Never = Set("it that this being"),
            },
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

    private static IEnumerable<Rule> Plans =>
        [
            new("i have got? a|an|my|another|some", FactKinds.Plan, "Has a {0}", null, Value)
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

    private static IEnumerable<Rule> Events =>
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

    private static IEnumerable<Rule> Things =>
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

    private static IEnumerable<Rule> Body =>
        [
            new("i am allergic to", FactKinds.Health, "Is allergic to {0}", "allergy:{0}", Items) { Sensitive = true, Salience = 0.9 },
            new("i have got? a|an", FactKinds.Health, "Has a {0}", "allergy:{0}", Value)
            {
                Sensitive = true,
                Salience = 0.9,
                Among = Set("allergy intolerance"),
            },
            new("i have got? a|an|chronic|severe|mild?", FactKinds.Health, "Has {0}", "health:{0}", Value)
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
            new("i am pregnant", FactKinds.Health, "=", null, Rest) { Sensitive = true, Salience = 0.9 },
            new(
                "i am diabetic|asthmatic|autistic|deaf|blind|disabled|dyslexic|bipolar|epileptic|anorexic|sober|colorblind|colourblind|dyspraxic|celiac|coeliac",
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

    private static IEnumerable<Rule> Beliefs =>
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

    private static IEnumerable<Rule> Standing =>
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
            new("i am an only child", FactKinds.Family, "Is an only child", "siblings", End),
            new("i am", FactKinds.Birthday, "Was {0} years old", "age", Age) { Salience = 0.6 },
            new("i turned", FactKinds.Birthday, "Was {0} years old", "age", Age) { Salience = 0.6 },
            new("i am called|named", FactKinds.Other, "Is called {0}", null, Place) { Others = true },
            new("i am", FactKinds.Work, "Is {0}", "job", Job) { Salience = 0.8 },
        ];

    private static Words Set(string words) => words.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
