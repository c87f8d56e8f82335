namespace Kith.Engine.Models.Offline.Caring;

/// <summary>What sounds like danger and isn't, in the folded spelling of <see cref="Reading.Spelling"/>.</summary>
internal static class FiguresOfSpeech
{
    /// <summary>Their words are taken out of a text before the lists of <see cref="ConcernWords"/> are looked for in it.</summary>
    public const string Phrases = """
        suicide squad|door|doors
        we were|got beaten|beat
        hit by a|an|the great|brilliant|sudden|new|good? idea|thought|wave|realization|realisation
        attacked by mosquitoes|mosquitos|ants|bees|wasps|seagulls|geese|pigeons|my
        no way out of this|the|that traffic|meeting|mess|parking|maze|contract
        hate my life lol|haha
        political|career|social|commercial|financial|professional|electoral suicide
        die|dying of|from laughter|laughing|boredom|embarrassment|curiosity|hunger|thirst|cuteness|cringe|heat|happiness|excitement|shame|jealousy|cold|joy
        die laughing|hard|for
        die my|her|his|the hair|shirt|jeans|dress
        die it|them|this blue|red|black|green|pink|purple|brown|blonde
        rather die than
        kill|killing|killed myself laughing|studying|working|training|exercising
        kill|killing|killed myself at|in the? gym|work|office
        cut|cutting|cuts myself some|a|off|loose|shaving
        cut|hurt|burn|injure|injured|hurting|cutting myself .. shaving|cooking|playing|running|training|gym|stove|football|falling|skiing|lifting|chopping|iron|oven|pan|paper|working|accidentally|accident|climbing|dancing|yoga|jogging|stretching|basketball|soccer|cricket|tennis|gardening|moving
        accidentally cut|hurt|burn|injure myself
        cut|hurt|burn my arm|leg|arms|legs|skin on|while|playing
        starving myself for|until
        kms per|an|away|from|run|long|to|of|on|every|a|today|this|in|north|south
        few|many|some|hundred|thousand|several|couple of? kms
        bungee|bungy|skydive|parachute jumping|jump .. bridge|cliff|tower|building
        overdose|overdosed on|of chocolate|coffee|sugar|netflix|cake|cheese|caffeine|pizza|ice|christmas|memes|cuteness|tv|screen|news|information|love|vitamin|anime|candy|tea|football|series|music|homework
        point of|in living|life|going in|with|near|there|alone|to|on the|a|this|city|country|town|abroad|meeting|party|school|work|gym|together|holiday
        reason to live here|there|near
        tired|sick of living with|out|on my|a|the|suitcases|roommates|ramen
        tired|sick of being here at|in|for
        tired|sick of everything on|at|in
        disappear|vanish for|into|to a|the|few|thin|some
        nothing to|left to? live for? on
        done with everything on|for|today|at
        hit|hits me up|that
        hit|hits me with your|some|another|more|it|good|question|joke|riddle
        beat|beats|beating me again? at|in|to chess|tennis|cards|scrabble|fifa|games|poker|everything|it|pool|bowling|badminton|ping|checkers|monopoly|wordle|basketball|football|cricket|mario|video|running|darts|golf
        pushes|pushed|pushing|push me to be|do|work|try|study|improve|succeed|grow|get|run|my|think|learn|keep|finish|apply|become|go|perform
        pushes|pushed|pushing|push me hard|harder|forward|beyond
        follows|following|follow|followed me on|back
        touched|touches me deeply|so
        grabs|grabbed me a|some|an|coffee|lunch
        kicked|kicks me out|off|from
        hurts|hurt me to see|say|hear|think|watch
        attacked me with kisses|hugs|questions
        burned|burns me out
        shoot me an|a
        mom|teacher|professor|boss|coach|manager|editor|roommate is|are|will|would going? to? kill me
        laughing|laughed|laugh .. can not breathe
        can not breathe .. laughing
        can not breathe through my|in this|dress|nose|jeans
        can not take|stand|bear it|this heat|traffic|song|weather|noise|show|movie
        can not live with|like this haircut|phone|laptop|internet|mess
        can not go on a|the|this|that|to|monday|tuesday|wednesday|thursday|friday|saturday|sunday|vacation|holiday|holidays|saturdays
        not want to go on a|the|holiday|vacation|this|that|about|and|date|my
        not want to be here|around at|for|in|when|while
        afraid|scared|terrified of my? heights|spiders|dogs|flying|the|snakes|clowns|needles|public|failing|change
        like|want|going|need to kill|murder|poison my time|appetite|weeds|plants|darlings|hunger|thirst|cravings
        heart attack when|from|seeing
        """;
}
