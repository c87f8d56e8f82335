namespace Kith.Engine.Models.Offline.Caring;

/// <summary>
/// The phrases <see cref="Care"/> listens for, in the folded spelling of <see cref="Reading.Spelling"/> ("don't" is "do not", "anymore"
/// "any more", "sucide" "suicide"). Missing one costs more than one too many: denials and jokes about oneself are meant to match.
/// </summary>
internal static class ConcernWords
{
    private const string Person =
        "he|she|they|husband|wife|boyfriend|girlfriend|partner|fiance|dad|father|mom|mother|parents|stepdad|stepfather|stepmom|stepmother|brother|"
        + "sister|uncle|aunt|grandfather|grandmother|teacher|coach|boss|priest|cousin|son|daughter|ex|man|men|guy|somebody|someone|roommate|"
        + "neighbour|family|stranger|everyone";

    private const string Household =
        "he|she|husband|wife|dad|father|mom|mother|stepdad|stepfather|stepmom|stepmother|boyfriend|girlfriend|partner|uncle";

    private const string Relative =
        "he|she|they|friend|sister|brother|mom|dad|mother|father|son|daughter|wife|husband|boyfriend|girlfriend|cousin|colleague|roommate|uncle|"
        + "aunt|partner|ex|who|someone|somebody|student|classmate|neighbour|kid|child";

    private const string Blow =
        "hits|hit|hitting|beats|beat|beating|slaps|slapped|slapping|punches|punched|punching|kicks|kicked|kicking|chokes|choked|choking|"
        + "strangles|strangled|strangling|abuses|abused|abusing|molests|molested|molesting|rapes|raped|raping|assaulted|assaults|assaulting|"
        + "attacked|attacks|threatened|threatens|threatening|burns|burned|shoves|shoved|pushes|pushed|grabs|grabbed|hurts|hurting|hurt|touches|"
        + "touched|touching|stalks|stalking|follows|following|stabbed|whips|whipped|groped|gropes|harasses|harassing";

    private const string Pills =
        "pills|tablets|pill|paracetamol|tylenol|medication|meds|antidepressants|xanax|insulin|bleach|poison|painkillers";

    /// <summary>Something may have been taken or be happening this minute.</summary>
    public const string Emergency = $"""
        overdose|overdosed
        took|taken|swallowed|swallow|taking|take too|so many|much .. {Pills}
        took|taken|swallowed|swallow|taking|take all|whole|entire .. {Pills}
        took|taken|swallowed|swallow|taking|take a|the bunch|handful|bottle|pack|box|lot|whole .. {Pills}
        took|swallowed|drank|drink|drinking bleach|poison|detergent|antifreeze|pesticide
        bleeding out|heavily|badly|everywhere
        can not stop the? bleeding
        i am having|had a heart attack|stroke
        i can not breathe
        someone|somebody|he|she|they|man is|are|has? trying|broke|broken|breaking .. into my|the|our house|flat|home|apartment|room
        someone|somebody|he|she|they|man is|are trying to? break|get in
        took|taken|swallowed|swallow|taking|take 10|12|15|16|20|24|25|30|40|50|60|80|100|ten|twelve|fifteen|twenty|thirty|forty|fifty .. {Pills}
        bleeding .. not stop
        {Person} has|have|got|with a gun|knife
        """;

    public const string SelfHarm = """
        unalive|kms|kys|selfharm|selfharming|noose
        kill|killing|killed|end|ending|hang|hanging|drown|drowning|shoot|shooting|stab|stabbing|poison|burn|burning|starve|starving myself
        hurt|hurting|harm|harming|harmed|cut|cutting|injure|injuring|strangle|unalive|scratching|punishing myself
        kill|killing|hurt|hurting|harm|harming|cut|cutting|end|hang my self
        throw|throwing myself off|under|from
        cut|cuts|cutting|slit|slitting my wrist|wrists|arm|arms|leg|legs|thigh|thighs|skin|veins|throat
        i cut again
        cutting again
        been|started|start|keep cutting $
        self harm|harming|harmed|harmer|injury|injuring
        make|making myself throw|sick|vomit
        i|me .. want|wanted|wanting|wish|ready|trying|tried|need|plan|planning|deserve|like|prefer|choose to just|really|actually? die
        ^ want|wanting|ready to just|really|actually? die
        want die
        feel|feeling like dying
        i|me want|wanted|wish|rather|prefer to? be dead
        wish i was|were|am dead|gone
        wish i was|were not alive|here|born
        wish i was|were never born
        wish i could|would just? die|disappear|vanish
        wish i had never|not been born
        wish i did|would not exist|wake|live
        hope|hoping i die
        hope|hoping i never|not|do not? wake
        better off dead
        rather be dead
        rather not be alive|here
        want|wants|wanna 2 die
        i should be dead
        let|help me die
        should die
        i should not be alive|here
        said|saying|say my goodbyes
        danger to myself
        feel|feeling like ending
        relapsed and|by cut|cutting
        if i was|were dead
        wish i would never been
        pills to die|overdose
        way|ways to die
        want out of this|my? life|world
        dying|death would|sounds|seems|feels be|like|nice|peaceful|better|easier|good
        use|using it|this|them on myself
        keep myself safe
        go away forever
        not want|wanting to be on this|the earth|planet
        not want|wanting to live no more
        i rather die
        i would|will rather die
        never|not wake|waking up again|any|tomorrow|ever
        not want to wake up again|any|tomorrow|ever
        not want to wake up $
        sleep|bed and|to never|not wake
        want to sleep forever
        not want|wanting to live any|like|this|my|another
        not want|wanting to live life? $
        not want|wanting to be alive
        not want|wanting to have been? born
        not want|wanting to be here|around any|longer|tomorrow
        not want|wanting to be here|around $
        not want|wanting to exist
        not want|wanting to go|carry on any|living
        not want|wanting to go|carry on $
        not want|wanting to keep living|existing|going
        end|ending|ended|take|taking|took my own? life
        end|ending it all
        jump|jumping|jumped off|from a|the|my bridge|building|roof|balcony|window|cliff|tower|terrace
        jump|jumping|step|stepping|lie in front of
        walk|walking|step into traffic
        jump|jumping under a|the? train|bus|truck
        lie|lying|jump on|onto the? tracks|rails
        drive|driving|crash|crashing my? car? into|off a|the tree|wall|bridge|cliff
        bullet in|through my
        blow|blowing my brains|head
        gun to|in my head|mouth
        pills|rope|gun|blade|razor ready|beside
        goodbye forever|cruel
        goodbye note|letter|letters
        my final|last goodbye|message|words|letter
        last day|night alive
        last day|night on earth
        i .. thinking about|of dying
        thinking about|of ending it|everything|things
        urge|urges to hurt|cut|harm|die
        """;

    /// <summary>Said of oneself or of another: asked after the lists that tell whom.</summary>
    public const string Suicide = """
        suicide|suicidal|suicides|unaliving
        want|wants|wanted|wanting|wish|wishes|ready|trying|tried|deserve to die
        wants|wanted to be dead
        thoughts of dying|death|ending|suicide
        """;

    /// <summary>Oblique: it may mean the end of a bad day or the end of a life, so it is asked about.</summary>
    public const string Despair = """
        point of|in living|life|existing|existence|anything
        point of|in going on
        point of|in being alive|here
        point of|in it|this all
        point any more
        no point in|of|to living|life|existing|anything|live
        no point in? going on
        no point in? being alive|here
        no reason to live|exist|continue|keep
        no reason to go on
        no reason to be alive|here
        no reason to wake|get up
        any|a|one reason to live|exist
        any|a|one reason to go|keep on|going
        nothing to|left to? live for
        not worth living
        life is|feels|seems not worth
        life is|feels|seems pointless|meaningless|hopeless|unbearable
        my life is over
        tired|sick of living|life|existing|everything
        tired|sick of being alive|here
        done with life|living|everything|existing
        done with it all
        hate being alive
        better off without me
        better off gone
        hate my life
        why am i even|still? alive
        why am i even|still here
        why should|would i keep|go living|on
        why should i live
        life has no meaning|purpose|point
        nothing matters any
        want it|everything all? to be over
        please|just|somebody|someone kill me
        better|happier without me
        better|happier|happy|easier|relieved if i was|were|am gone|dead
        better|happier if i was|were not here|around|alive|born
        better|happier if i did not exist
        world|place without me
        nobody|one would|will even? miss me
        nobody|one would|will even? care|notice if|when i
        would|will anyone|anybody|somebody even? miss me
        would|will anyone|anybody|somebody even? care|notice if i
        am|like|just|such a burden
        a burden to|on everyone|my|them|people
        do not deserve to live|exist|be
        can not do|take|stand|bear|handle this|it|life any|longer
        can not go|carry on
        can not live like this
        can not live with myself
        can not live any more
        can not keep going|living
        not see a|any|my way|future
        see no way|future
        no way out
        i .. want it|everything|this all? to stop|end
        want to disappear|vanish
        want the pain|hurting to stop|end|go
        make it all? stop
        make the pain|voices stop
        just want it|everything to be over
        given|giving|give up on life|living|everything|myself
        will|would not be here tomorrow
        will|would not be here|around any|much longer|more
        giving|gave|give away all? my things|belongings|possessions
        giving|gave away everything
        """;

    public static readonly string Abuse = $"""
        {Person} .. {Blow} me
        {Household} .. {Blow} us
        am|was|are being followed|watched|hunted
        man|someone|somebody|guy|stranger outside|at my window|door|house
        {Person} .. hits|hit|beats|beat|hurts|kicks|slaps|choked|abuses|abused|hitting|beating my mom|mother|kids|children|sister|brother|son|daughter|baby
        {Person} .. threw|throws|throwing things|stuff|plates|objects|something at me
        {Person} .. forces|forced|makes|made me to? touch|undress|strip|kiss|marry
        {Person} .. forces|forced|makes|made me to? have sex
        {Person} .. locks|locked|locking me in|inside|up
        {Person} .. will|would not let me leave
        {Person} .. going|wants|want|trying|tried|threatened|threatens|threatening|promised to kill|hurt|stab|shoot|beat me
        {Person} will|would kill me
        forced himself|herself on me
        am|was|were|got|get|been|being|getting physically|sexually|emotionally? abused|beaten|raped|molested|assaulted|attacked|strangled|trafficked|groped|stalked|threatened|stabbed
        am|was|been|being|getting beaten|beat|hit|slapped|kicked|punched|followed|hurt by|up
        am|feel|are not safe $
        not safe at home|work|school|night|my|his|her
        not safe with|around him|her|them|my
        not safe here
        not safe in my|this|our
        do not|never feel safe
        feel|feeling|am unsafe
        afraid|scared|terrified|fear|fearing of|for my life
        afraid|scared|terrified of my? husband|wife|boyfriend|girlfriend|partner|dad|father|mom|mother|stepdad|stepfather|parents|brother|uncle|ex|him
        afraid|scared|terrified to go back? home
        afraid|scared|terrified he|she|they will|might|is|would .. hurt|kill|hit|find|beat|come
        domestic violence|abuse
        abusive relationship|husband|wife|boyfriend|girlfriend|partner|father|mother|dad|mom|parents|ex|home|family|marriage|parent
        sexual|sexually|child|physical|physically abuse|abused|assault|assaulted|violence|assaulting
        is|are|gets|get|been|becomes violent with|to|towards|at|when
        raped|molested|incest
        touched|touches|touching me|my down|where|there|inappropriately|private|sexually
        someone|somebody|man|guy|stranger .. following|follows|followed me
        stalker|blackmailing|blackmailed|sextortion
        held|holding|keeping|kept me|us prisoner|hostage|captive|against
        am|are|is|life in danger
        """;

    public const string Others = """
        want|going|plan|planning|need|ready|urge|like to kill|murder|stab|shoot|strangle|poison him|her|them|someone|somebody|people|everyone|everybody|my
        want|going|plan|planning|urge to hurt|harm him|her|them|someone|somebody|people|everyone
        thinking|thoughts about|of killing|murdering|stabbing|shooting|hurting|harming him|her|them|someone|somebody|people|everyone|my|others
        might|will hurt|kill someone|somebody
        might|will hurt|kill my|the|our baby|child|kids|son|daughter|wife|husband
        """;

    public const string SomeoneElse = $"""
        kill|killing|harm|harming|cutting|hang|hanging|shoot|drown himself|herself|themself|themselves
        hurt|hurting himself|herself|themself|themselves on|again|deliberately
        end|ending|take|taking his|her|their own? life
        {Relative} .. wants|want|wanted|trying|tried to just? die
        {Relative} is|are|was|seems|feels suicidal
        {Relative} .. suicide
        {Relative} is|are|has being|been|getting? abused|beaten|hit|stalked
        """;

    public const string Bereaved = $"""
        killed|hanged|hung|shot himself|herself|themselves
        took|ended his|her|their own? life
        died by|from suicide
        {Relative} committed suicide
        lost .. to suicide
        """;
}
