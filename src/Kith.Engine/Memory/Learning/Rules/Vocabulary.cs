using System.Collections.Frozen;
using Kith.Engine.Models.Offline.Reading;

namespace Kith.Engine.Memory.Learning.Rules;

/// <summary>The words that tell a job from a mood and an illness from a nuisance. What isn't in a list is not learned by the rule that asks for it.</summary>
internal static class Vocabulary
{
    public static readonly FrozenSet<string> Jobs = Set(
        """
        nanny tutor lecturer headteacher principal dean historian philosopher economist statistician mathematician geologist astronomer
        archaeologist anthropologist sociologist linguist interpreter copywriter blogger youtuber streamer podcaster novelist poet
        playwright author publisher screenwriter filmmaker director producer cinematographer animator illustrator sculptor drummer
        guitarist pianist violinist cellist bassist composer conductor dj comedian magician athlete footballer cricketer boxer swimmer coach trainer
        instructor referee lifeguard ranger forester fisherman butcher brewer winemaker sommelier confectioner welder roofer builder
        bricklayer plasterer locksmith watchmaker jeweller jeweler seamstress shoemaker upholsterer machinist operator technician
        sysadmin administrator devops tester coder architect planner auditor bookkeeper actuary broker trader investor underwriter
        solicitor barrister attorney paralegal notary prosecutor diplomat politician mayor councillor officer detective guard bouncer
        sergeant lieutenant marine veteran astronaut steward stewardess attendant courier trucker cabbie chauffeur conductor
        captain dispatcher postmaster mailman storekeeper shopkeeper grocer merchandiser buyer marketer recruiter strategist
        economist supervisor foreman executive ceo cto cfo coo president treasurer intern trainee apprentice volunteer caretaker janitor
        housekeeper maid butler nurse dietitian nutritionist optometrist optician orthodontist pediatrician paediatrician cardiologist
        neurologist oncologist psychiatrist radiologist anesthesiologist anaesthetist dermatologist gynecologist obstetrician pathologist
        hygienist chiropractor osteopath masseur masseuse beautician stylist barber model priest pastor imam rabbi monk nun vicar
        chaplain missionary homemaker housewife househusband rancher beekeeper farmhand breeder groomer zookeeper vet veterinarian botanist ecologist
        geneticist epidemiologist microbiologist neuroscientist curator archivist translator reporter columnist correspondent presenter
        newsreader anchor salesman saleswoman realtor landlord contractor surveyor handyman decorator undertaker
        """
    );

    /// <summary>Illnesses; what one has is said without an article or with one.</summary>
    public static readonly FrozenSet<string> Illnesses = Set(
        """
        asthma diabetes cancer epilepsy arthritis migraines migraine adhd add autism ocd ptsd depression anxiety bipolar schizophrenia anorexia bulimia
        hypertension anemia anaemia eczema psoriasis lupus hiv aids hepatitis tuberculosis dementia alzheimers parkinsons leukemia leukaemia
        lymphoma tumour tumor endometriosis pcos ibs crohns celiac coeliac dyslexia dyscalculia tinnitus glaucoma insomnia narcolepsy
        fibromyalgia sclerosis osteoporosis scoliosis gout thyroid hypothyroidism hyperthyroidism copd pneumonia covid pressure cholesterol
        allergies reflux vertigo sciatica disorder syndrome disease disability condition
        """
    );

    public static readonly FrozenSet<string> Goods = Set(
        """
        car bike bicycle motorbike motorcycle scooter van truck boat yacht caravan house flat apartment cottage cabin farm garden greenhouse
        piano guitar violin keyboard drums telescope camera laptop macbook ipad tablet phone iphone playstation xbox switch console computer
        pc drone tesla tattoo business shop store bakery restaurant cafe allotment vineyard telescope kayak canoe campervan motorhome
        tractor record records turntable collection printer sauna pool hottub
        """
    );

    public static readonly FrozenSet<string> Faiths = Set(
        """
        muslim christian hindu jewish buddhist sikh catholic protestant atheist agnostic mormon orthodox jain pagan wiccan quaker lutheran
        methodist baptist anglican taoist bahai evangelical pentecostal religious spiritual
        """
    );

    public static readonly FrozenSet<string> Politics = Set(
        "conservative liberal socialist communist libertarian republican democrat feminist anarchist centrist marxist"
    );

    public static readonly FrozenSet<string> Orientations = Set(
        "gay lesbian bisexual bi queer trans transgender asexual pansexual nonbinary straight"
    );

    public static readonly FrozenSet<string> Nationalities = Set(
        """
        indian german french british english american canadian australian italian spanish portuguese dutch belgian swiss austrian polish
        czech slovak hungarian romanian bulgarian greek turkish russian ukrainian swedish norwegian danish finnish icelandic irish scottish
        welsh chinese japanese korean vietnamese thai indonesian malaysian filipino singaporean taiwanese pakistani bangladeshi nepali
        nepalese lankan afghan iranian persian iraqi syrian lebanese israeli palestinian jordanian egyptian moroccan algerian tunisian
        nigerian ghanaian kenyan ethiopian ugandan tanzanian african brazilian argentinian argentine chilean peruvian colombian venezuelan mexican
        cuban jamaican haitian zealander punjabi tamil bengali gujarati marathi malayali telugu kashmiri croatian serbian bosnian slovenian
        albanian estonian latvian lithuanian georgian armenian kazakh european asian
        """
    );

    /// <summary>What may follow "I speak": a language.</summary>
    public static readonly FrozenSet<string> Languages = Set(
        """
        english french german spanish italian portuguese dutch polish czech russian ukrainian swedish norwegian danish finnish icelandic irish
        welsh gaelic chinese mandarin cantonese japanese korean vietnamese thai indonesian malay tagalog hindi urdu punjabi bengali tamil telugu
        marathi gujarati kannada malayalam sanskrit nepali sinhala arabic persian farsi hebrew turkish greek latin swahili yoruba zulu
        afrikaans amharic esperanto romanian hungarian bulgarian serbian croatian catalan basque odia assamese pashto kurdish somali
        hausa igbo slovak albanian latvian lithuanian estonian language asl sign
        """
    );

    public static readonly FrozenSet<string> Sports = Set(
        """
        cricket football soccer tennis badminton basketball volleyball hockey rugby golf baseball softball handball squash chess poker bridge
        guitar piano violin cello flute drums saxophone trumpet clarinet harp sitar tabla bass ukulele banjo keyboard keyboards trombone viola
        accordion harmonica oboe recorder organ bagpipes lacrosse billiards pool snooker darts netball padel pickleball scrabble go polo
        minecraft fortnite valorant games dnd checkers mandolin veena
        """
    );

    public static readonly FrozenSet<string> Habits = Set(
        """
        running swimming jogging climbing hiking cycling walking surfing sailing skiing snowboarding fishing camping dancing kayaking rowing
        bouldering skating birdwatching gym yoga pilates church
        """
    );

    public static readonly FrozenSet<string> Diets = Set("vegetarian vegan pescatarian keto teetotal intolerant");

    public static readonly FrozenSet<string> Vices = Set("smoking drinking vaping gambling weed cigarettes alcohol drugs");

    /// <summary>What one can be good at and able to do.</summary>
    public static readonly FrozenSet<string> Feats = Set(
        "juggle swim dance sing knit sew cook bake code program draw paint ski skate surf drive sail yodel crochet whistle ride"
    );

    /// <summary>What lies ahead on a day.</summary>
    public static readonly FrozenSet<string> Occasions = Set(
        """
        interview interviews exam exams test tests wedding flight appointment presentation date meeting surgery operation trip concert deadline
        race marathon audition hearing viva defence defense match party vacation holiday graduation scan checkup recital move reunion
        anniversary funeral conference workshop class lesson lecture shift train performance gig competition tournament dinner lunch
        ceremony viewing course
        """
    );

    private static readonly FrozenSet<string> DaysAndMonths = Set(
        """
        monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october
        november december christmas easter diwali thanksgiving
        """
    );

    private static readonly FrozenSet<string> Articles = Set("a an the my our some his her their your");

    public static bool IsDayOrMonth(string word) => DaysAndMonths.Contains(word);

    /// <summary>What one may be that is no name.</summary>
    public static bool IsDescription(string word) =>
        IsJob(word)
        || Faiths.Contains(word)
        || Politics.Contains(word)
        || Orientations.Contains(word)
        || Nationalities.Contains(word)
        || Diets.Contains(word)
        || DaysAndMonths.Contains(word);

    public static bool IsJob(string word) => Notebook.IsJob(word) || Jobs.Contains(word);

    /// <summary>What a slot says of a text: its words folded, without a leading article.</summary>
    public static string Key(string text)
    {
        var words = new Utterance(text).Words;
        var skip = words.Length > 1 && Articles.Contains(words[0].Text) ? 1 : 0;
        return string.Join(' ', words.Skip(skip).Select(static word => word.Text));
    }

    private static FrozenSet<string> Set(string words) =>
        words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
}
