using Kith.Engine.Models.Offline.Caring;
using Kith.Engine.Models.Offline.Reading;

namespace Kith.Engine.Models.Offline.Intents;

/// <summary>Everything the friend understands, in the order it is tried: the first answer wins.</summary>
internal static class Repertoire
{
    private static readonly IIntent[] All =
    [
        new CareIntent(),
        new NothingSaid(),
        new OtherLanguage(),
        .. AboutMe.Guarded,
        Requests.Forgetting,
        new RecallSeveral(),
        new RecallName(),
        new RecallMine(),
        new RecallPlans(),
        new RecallAnything(),
        new SharedChat(),
        new AboutTheTalk(),
        .. AboutMe.Questions,
        new ClockIntent(),
        new UnitIntent(),
        new Recap(),
        new SumIntent(),
        new ChanceIntent(),
        new RiddleIntent(),
        new LossIntent(),
        new MixedFeelings(),
        Requests.Cooking,
        .. Amusements.All,
        .. Advice.All,
        new ShortAnswer(),
        .. News.All,
        new AndYou(),
        new FeelingIntent(),
        new Reason(),
        new Introduction(),
        new OccasionShared(),
        .. Manners.All,
        new Hearsay(),
        new NoteShared(),
        new AnswerToMine(),
        .. Requests.All,
        new Verdict(),
        new Topics(),
        new Listening(),
    ];

    public static Reply To(Scene scene)
    {
        foreach (var intent in All)
        {
            if (intent.Answer(scene) is { } reply)
            {
                return reply;
            }
        }
        throw new InvalidOperationException("The last intent answers everything.");
    }
}
