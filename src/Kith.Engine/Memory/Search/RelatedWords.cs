using System.Collections.Frozen;

namespace Kith.Engine.Memory.Search;

/// <summary>
/// What else an English word of a question may be called in what was said: <c>biz</c> for <c>business</c>, and for a word that names many
/// things (<c>pet</c>, <c>instrument</c>) those of everyday life. Everyday words only: what somebody tells a friend.
/// </summary>
internal static class RelatedWords
{
    /// <summary>Words for the same, each for the others.</summary>
    private const string Same = """
        mom mum mother mommy mama
        dad father daddy papa
        kid child
        baby newborn infant
        sister sis
        brother bro
        grandmother grandma granny nana
        grandfather grandpa grandad
        husband hubby spouse
        wife spouse
        partner boyfriend girlfriend
        friend buddy pal
        family relative
        wedding marriage
        marry wed
        divorce breakup
        pregnant expecting pregnancy
        job work career profession occupation
        boss manager supervisor
        colleague coworker teammate
        company firm business biz
        office workplace
        hire recruit
        quit resign
        fire layoff
        promotion promote
        salary wage pay
        money cash
        buy purchase
        sell sale
        cost price
        cheap affordable
        shop store boutique
        house home
        apartment flat condo
        move relocate
        live reside
        rent lease
        country nation homeland
        city town
        trip travel journey vacation holiday getaway
        visit tour
        drive roadtrip
        plane flight fly
        car vehicle
        bike bicycle cycling
        hike hiking trek trail
        run running jog marathon
        swim swimming
        exercise workout gym fitness training
        game match
        team squad
        win victory champion
        award prize trophy medal
        competition contest tournament
        film movie
        show series
        book novel
        read reading
        song music tune
        sing singer singing
        band musician
        concert gig
        art artwork
        paint painting
        draw drawing sketch
        photo picture pic photograph photography
        write writing writer author
        poem poetry
        dance dancing dancer
        play performance
        cook cooking recipe
        bake baking baker
        food meal dish
        dinner supper
        restaurant diner cafe
        sweet dessert
        drink beverage
        dog puppy pup doggy
        cat kitten kitty
        pet animal
        garden gardening
        flower blossom bloom
        doctor physician
        ill sick unwell
        illness disease
        injury hurt injure
        hospital clinic
        medicine medication drug
        therapy therapist counseling counselor
        stress anxiety pressure
        relax unwind destress calm
        happy glad joyful
        sad upset unhappy
        afraid scared fear frightened
        angry mad annoyed
        proud pride
        love adore
        like enjoy fond
        hate dislike
        favorite favourite
        color colour
        begin start launch
        end finish complete
        stop quit
        help support assist
        advice tip suggestion recommend recommendation
        teach teacher teaching
        learn study
        school college university
        class course lesson workshop
        degree diploma graduate graduation
        student pupil
        exam test
        goal aim dream ambition
        plan planning intend
        hobby interest pastime activity
        volunteer charity
        donate donation fundraiser
        party celebration celebrate
        gift present
        birthday bday
        meet meetup encounter
        talk chat conversation discuss
        phone mobile smartphone
        computer laptop pc
        tv television
        internet online web
        religion religious faith
        church mosque temple
        pray prayer
        accident crash
        lose loss
        die death pass
        problem issue trouble challenge
        fix repair
        make create craft
        build construct
        clothes clothing outfit fashion apparel
        shoe sneaker boot
        necklace pendant
        kind type sort
        beautiful gorgeous pretty
        big large huge
        small little tiny
        important meaningful significant
        inspire inspiration motivate motivation
        decide decision choose
        opinion view thought
        memory remember
        beach seaside shore ocean sea
        mountain hill
        forest wood
        camp camping campfire tent
        sport athletic
        soccer football
        adopt adoption
        event occasion
        festival fair
        group club community
        name nickname
        """;

    /// <summary>A word, then kinds of it: for the first all others, for none of these the first.</summary>
    private const string Kinds = """
        family mother father mom dad sister brother son daughter husband wife kid child parent cousin aunt uncle grandmother grandma grandfather grandpa niece nephew
        parent mother father mom dad
        sibling sister brother
        child son daughter kid baby
        kid son daughter
        pet dog cat puppy kitten hamster rabbit parrot fish turtle snake horse guinea
        animal dog cat horse bird fish rabbit cow sheep bear wolf deer turtle snake lion elephant
        instrument guitar piano violin drum flute saxophone cello trumpet ukulele clarinet keyboard harp bass
        music guitar piano violin band concert song album jazz rock pop classical
        sport soccer football basketball tennis baseball hockey volleyball golf swimming running cycling yoga surfing skiing skating boxing climbing
        exercise yoga running swimming cycling jog lift pilates weight
        hobby paint read hike cook garden knit photography dance pottery game chess puzzle craft sew
        activity hike camp swim paint cook game museum park picnic
        art painting drawing sculpture pottery mural canvas
        fruit apple banana mango orange berry strawberry blueberry grape peach pear cherry pineapple lemon watermelon
        vegetable tomato carrot potato onion broccoli spinach pepper lettuce cucumber
        food pizza pasta rice bread salad soup sushi cheese chicken burger sandwich noodle curry taco
        meal breakfast lunch dinner
        dessert cake cookie pie chocolate icecream pudding brownie
        drink coffee tea wine beer juice water smoothie cocktail
        snack cookie chip popcorn nut
        color red blue green yellow purple pink orange black white brown grey gray
        weather rain snow sun storm wind hot cold
        season summer winter spring autumn fall
        country usa america canada mexico england france germany italy spain india china japan australia brazil sweden ireland
        state california texas florida oregon colorado michigan washington
        city paris london rome tokyo york boston chicago barcelona berlin seattle
        vehicle car truck bus motorcycle van prius
        transport car bus train bike plane taxi subway
        furniture table chair sofa couch bed desk shelf dresser bookcase
        appliance fridge oven microwave toaster blender dishwasher
        clothes shirt dress jacket jeans shoe sweater hoodie hat coat skirt
        jewelry ring necklace bracelet earring pendant
        device phone laptop computer tablet camera watch console
        game chess xbox playstation nintendo puzzle
        subject math science history biology chemistry physics english
        job teacher nurse doctor engineer lawyer designer manager developer chef writer artist banker accountant
        health doctor hospital sick diet sleep pain injury
        illness cold flu fever cancer diabetes asthma allergy
        body arm leg knee back head foot hand shoulder ankle wrist
        nature park forest mountain beach lake river hike camp waterfall sunset
        outdoors hike camp park beach
        holiday christmas thanksgiving easter halloween
        relationship married single divorced dating boyfriend girlfriend husband wife partner
        feeling happy sad nervous excited scared proud grateful anxious
        emotion happy sad nervous excited scared proud grateful anxious
        book novel author reading series
        movie film cinema actor
        money dollar pay salary loan budget
        business shop store startup customer client
        school class teacher student exam homework
        education school college university degree course
        religious church faith god prayer
        political election vote government rights
        outdoor hike camp park beach
        """;

    private static readonly FrozenDictionary<string, IReadOnlyList<string>> s_related = Read();

    /// <summary>Terms, without the word itself; none for most words.</summary>
    /// <param name="term">As the <see cref="Tokeniser"/> makes them.</param>
    public static IReadOnlyList<string> Of(string term) => s_related.GetValueOrDefault(term, []);

    private static FrozenDictionary<string, IReadOnlyList<string>> Read()
    {
        var related = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach (var words in Lines(Same))
        {
            foreach (var word in words)
                Add(related, word, words);
        }

        foreach (var words in Lines(Kinds))
            Add(related, words[0], words);
        return related.ToFrozenDictionary(pair => pair.Key, pair => (IReadOnlyList<string>)[.. pair.Value], StringComparer.Ordinal);
    }

    private static void Add(Dictionary<string, HashSet<string>> related, string word, IEnumerable<string> others)
    {
        if (!related.TryGetValue(word, out var known))
            related[word] = known = new HashSet<string>(StringComparer.Ordinal);
        known.UnionWith(others.Where(other => other != word));
    }

    private static IEnumerable<string[]> Lines(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => Tokeniser.Read(line).Select(token => token.Term).ToArray());
}
