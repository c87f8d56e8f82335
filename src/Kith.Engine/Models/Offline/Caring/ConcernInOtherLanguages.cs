namespace Kith.Engine.Models.Offline.Caring;

/// <summary>Words of danger in other languages than English.</summary>
internal static class ConcernInOtherLanguages
{
    /// <summary>The plainest words of it in other languages, folded the same way.</summary>
    public const string Phrases = """
        quiero|quisiera|deseo morir|morirme
        matarme|suicidarme|suicidio|suicidar|suicidarmi|uccidermi
        no quiero vivir|existir
        no quiero seguir viviendo
        quitarme la vida
        me pega|golpea|maltrata
        veux|voudrais mourir|crever
        veux en finir
        me suicider|tuer
        plus envie|plus de? vivre
        il|elle me frappe|bat
        will|mochte sterben
        umbringen|selbstmord|suizid|suizidal
        nicht mehr leben
        mich ritzen|verletzen
        schlagt mich
        quero morrer
        me matar
        nao quero mais? viver
        ele me bate
        voglio morire
        non voglio piu vivere
        wil dood
        wil niet meer leven
        zelfmoord
        marna|mar chahta|chahti|jana|jaana
        mujhe marna hai
        jeena|jina nahi|nahin chahta|chahti
        khudkushi|aatmahatya|atmahatya
        mujhe .. maarta|marta|maarte|marte|peetta|pitta
        मरना चाहता|चाहती|है
        मर जाना चाहता|चाहती|है
        जीना नहीं
        आत्महत्या|खुदकुशी
        मुझे मारता|मारते|पीटता
        хочу умереть
        не хочу жить
        самоубийство|суицид
        убить себя
        покончить с собой
        olmek istiyorum
        intihar
        chce umrzec
        samobojstwo
        zabic sie
        """;

    /// <summary>Looked for anywhere in the text: languages that part no words, or join them.</summary>
    public static readonly string[] Anywhere =
    [
        "想死",
        "自杀",
        "自殺",
        "不想活",
        "死にたい",
        "消えたい",
        "죽고 싶",
        "죽고싶",
        "자살",
        "أموت",
        "انتحار",
        "انتحر",
    ];
}
