using System.Collections.Frozen;
using Kith.Engine.Memory.Facts;
using static Kith.Engine.Memory.Learning.Rules.Reads;
using Words = System.Collections.Frozen.FrozenSet<string>;

namespace Kith.Engine.Memory.Learning.Rules;

/// <summary>Where people live, what they work as and learn.</summary>
internal static class PlaceAndWorkRules
{
    private static readonly Words NoPlaces = Set(
        "moment family past now future bubble box dream world shadow moon fear matrix clouds present"
    );
    private static readonly Words Businesses = Set(
        "business company shop store bakery restaurant cafe farm studio agency startup practice salon bar hotel gallery bookshop firm school clinic garage workshop"
    );
    private static readonly Words Fields = Set(
        "payroll marketing accounts accounting admin hr sales bookkeeping security reception catering logistics landscaping carpentry joinery"
    );
    private static readonly Words NoStudies = Set("every hard for all at a alone in with on the when so my together better too much");
    private static readonly Words Jobless = Set(
        "so very really not boring stressful killing great hard fun ok okay terrible awful good bad too exhausting on at the what important driving going"
    );

    public static IEnumerable<Rule> Places =>
        [
            new("i live|stay|reside with", FactKinds.Place, "Lives with {0}", "living-with", Value)
            {
                Never = Set("it that this fear pain the"),
            },
            new("i stay", FactKinds.Place, "Lives {0}", "home", Where)
            {
                Salience = 0.7,
                Never = Set("touch shape contact line character bed hotel hotels hostels airbnbs power control house town"),
            },
            new("i live|reside", FactKinds.Place, "Lives {0}", "home", Where) { Salience = 0.8, Never = NoPlaces },
            new("i am living|staying|based|settled", FactKinds.Place, "Lives {0}", "home", Where) { Salience = 0.8, Never = NoPlaces },
            new("i have been? lived|living|based", FactKinds.Place, "Lives {0}", "home", Where) { Salience = 0.8, Never = NoPlaces },
            new("i have? moved|relocated back|down|up|over|out? to|into", FactKinds.Place, "Lives in {0}", "home", Place)
            {
                Salience = 0.8,
                Past = true,
            },
            new("i have? moved|relocated from .. to", FactKinds.Place, "Lives in {0}", "home", Place) { Salience = 0.8, Past = true },
            new("i am|come|hail from", FactKinds.Place, "Comes from {0}", "origin", Place) { Salience = 0.7, Never = NoPlaces },
            new("i grew up", FactKinds.Place, "Grew up {0}", "grew-up", Where) { Past = true },
            new("i was raised|brought up?", FactKinds.Place, "Grew up {0}", "grew-up", Where) { Past = true },
            new("i was born and|& raised|bred|brought up? in", FactKinds.Place, "Was born and grew up in {0}", "birthplace", Place)
            {
                Past = true,
            },
            new("i was born in", FactKinds.Place, "Was born in {0}", "birthplace", Place) { Past = true },
            new("i lived", FactKinds.Place, "Lived {0}", null, Where) { Past = true, Never = NoPlaces },
            new("i used to live", FactKinds.Place, "Used to live {0}", null, Where) { Past = true, Never = NoPlaces },
            new("my hometown is", FactKinds.Place, "Comes from {0}", "origin", Place) { Salience = 0.7 },
        ];

    public static IEnumerable<Rule> Work =>
        [
            new("i work|freelance|moonlight as", FactKinds.Work, "Works as {0}", "job", Job) { Salience = 0.8 },
            new("i have been", FactKinds.Work, "Is {0}", "job", Job) { Salience = 0.8 },
            new("i used to be", FactKinds.Work, "Used to be {0}", null, Job) { Past = true },
            new("i do", FactKinds.Work, "Does {0}", "job", Value) { Salience = 0.7, Among = Fields },
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
                Never = Set("interview interviews offer application"),
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
            .. Leaving("i have? got|was|been made redundant"),
            new("i have? handed|put|gave|given in? my notice", FactKinds.Event, "=", null, Rest) { Past = true, Salience = 0.7 },
            new("i have? quit", FactKinds.Work, "Works at {0}", "employer", Name) { Over = true },
            new("i used to work", FactKinds.Work, "Used to work {0}", null, Value) { Past = true },
        ];

    public static IEnumerable<Rule> Learning =>
        [
            new("i am a|an", FactKinds.Education, "Is a {0}", "study", Value)
            {
                Salience = 0.7,
                Among = Set("student undergraduate postgraduate freshman sophomore"),
            },
            new("i study", FactKinds.Education, "Studies {0}", "study", Value) { Salience = 0.7, Never = NoStudies },
            new("i have? am|been studying", FactKinds.Education, "Studies {0}", "study", Value) { Salience = 0.7, Never = NoStudies },
            new("i have? am|been doing|pursuing my|a|an", FactKinds.Education, "=", "study", Value)
            {
                Salience = 0.7,
                Among = Set(
                    "phd masters master's degree bachelor's bachelors mba doctorate apprenticeship internship mba msc bsc residency "
                        + "fellowship placement traineeship diploma"
                ),
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
            new("i have? passed out of|from", FactKinds.Education, "Graduated from {0}", null, Place) { Past = true },
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

    /// <summary>Job and employer are over, which itself is worth knowing.</summary>
    private static Rule[] Leaving(string said) =>
        [
            new(said, FactKinds.Work, "Has a job", "job", Rest) { Over = true, GoesOn = true },
            new(said, FactKinds.Work, "Has an employer", "employer", Rest) { Over = true, GoesOn = true },
            new(said, FactKinds.Event, "=", null, Rest) { Past = true, Salience = 0.7 },
        ];

    private static Words Set(string words) => words.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
