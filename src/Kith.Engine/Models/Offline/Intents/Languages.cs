namespace Kith.Engine.Models.Offline.Intents;

/// <summary>The languages the friend recognises. Scripts before words, the narrower script first.</summary>
internal static class Languages
{
    public static readonly Language[] All =
    [
        new(
            [('\u3040', '\u30ff')],
            "",
            "ごめんなさい、今はオフラインなので、英語がいちばんよく分かります。",
            "話してくれてありがとう。とても大切なことです。一人で抱えないで、今すぐ人に連絡してください："
        ),
        new(
            [('\uac00', '\ud7af'), ('\u1100', '\u11ff')],
            "",
            "미안해요, 지금은 오프라인이라 영어를 가장 잘 알아들어요.",
            "말해 줘서 고마워요. 정말 중요한 일이에요. 혼자 있지 말고 지금 바로 도움을 청하세요:"
        ),
        new(
            [('\u4e00', '\u9fff')],
            "",
            "抱歉，我现在离线，英语听得最明白。",
            "谢谢你告诉我，这件事很重要。请不要一个人扛着，现在就联系能帮助你的人："
        ),
        new(
            [('\u0900', '\u097f')],
            "",
            "माफ़ कीजिए, अभी मैं ऑफ़लाइन हूँ; अंग्रेज़ी में मुझसे बात करना सबसे आसान रहेगा।",
            "बताने के लिए शुक्रिया। यह बात बहुत गंभीर है। आप अकेले नहीं हैं, कृपया अभी किसी से बात कीजिए:"
        ),
        new(
            [('\u0600', '\u06ff')],
            "",
            "عذرًا، أنا الآن دون اتصال، وأفهم الإنجليزية أكثر من غيرها.",
            "شكرًا لأنك أخبرتني. هذا أمر مهم جدًا. لا تبقَ وحدك، واتصل الآن بمن يساعدك:"
        ),
        new(
            [('\u0400', '\u04ff')],
            "",
            "Извините, сейчас я работаю без сети и лучше всего понимаю английский.",
            "Спасибо, что вы это сказали. Это очень серьёзно. Не оставайтесь с этим наедине, обратитесь за помощью прямо сейчас:"
        ),
        new(
            [],
            "hai hain nahi nahin mujhe kya kaise kaisa kaisi hoon hun bahut bohot acha accha tum aap mera meri mere yaar kyun kyu raha rahi "
                + "tha thi gaya gayi karo karna karta karti aur bhi toh woh yeh namaste shukriya dost",
            "Maaf kijiye, abhi main offline hoon; English mein mujhse baat karna sabse aasaan rahega.",
            "Batane ke liye shukriya. Yeh baat bahut gambhir hai. Aap akele nahi hain, please abhi kisi se baat kijiye:"
        ),
        new(
            [],
            "el la los las es que de y en un una yo tu estoy esta hola como muy pero por para con mi gracias hoy tengo soy quiero si buenos "
                + "dias noches porque",
            "Lo siento, ahora estoy sin conexión y lo que mejor entiendo es el inglés.",
            "Gracias por decírmelo. Lo tomo muy en serio. No tienes que llevarlo a solas: habla ahora con alguien que pueda ayudar:"
        ),
        new(
            [],
            "le la les est je tu il elle nous vous suis bonjour salut merci et un une des pas ne que qui dans pour avec mon ma mes tres ca va "
                + "oui c'est j'ai moi comment",
            "Pardon, je suis hors ligne pour le moment et c'est l'anglais que je comprends le mieux.",
            "Merci de me l'avoir dit. Je prends cela très au sérieux. Vous n'avez pas à porter cela en silence, parlez à quelqu'un maintenant :"
        ),
        new(
            [],
            "der das ich bin ist und nicht ein eine du wir sie mir mich mein meine hallo danke wie geht es dir heute sehr aber auch auf "
                + "fur habe guten morgen abend ja nein",
            "Entschuldige, ich bin gerade offline und verstehe Englisch am besten.",
            "Danke, dass du das sagst. Ich nehme es ernst. Du musst damit nicht allein bleiben, sprich jetzt mit jemandem, der helfen kann:"
        ),
        new(
            [],
            "o os um uma eu voce ele ela nos estou nao ola oi obrigado obrigada tudo bem muito mas com meu minha que para por hoje tenho sou "
                + "bom dia boa noite",
            "Desculpe, estou offline agora e é o inglês que entendo melhor.",
            "Agradeço por me contar. Levo isso muito a sério. Você não precisa passar por isso sem ajuda, fale agora com alguém:"
        ),
        new(
            [],
            "il lo gli io tu lui lei noi sono sei ciao grazie come stai bene molto ma con mio mia che per oggi ho non di un una buongiorno "
                + "buonasera perche",
            "Mi dispiace, ora sono offline e capisco meglio l'inglese.",
            "Grazie per avermelo detto. Lo prendo molto sul serio. Non devi portarlo senza aiuto, parla adesso con qualcuno:"
        ),
        new(
            [],
            "de het een ik ben jij je wij zij niet en van is dat hallo dank bedankt hoe gaat met mijn maar ook heb vandaag goed goedemorgen",
            "Sorry, ik ben nu offline en begrijp Engels het best.",
            "Dank je dat je het zegt. Ik neem het serieus. Je hoeft dit niet alleen te dragen, praat nu met iemand die kan helpen:"
        ),
        new(
            [],
            "sen biz siz ve bir bu cok ama icin merhaba selam nasilsin tesekkurler evet hayir degil yok bugun iyiyim benim istiyorum",
            "Üzgünüm, şu anda çevrimdışıyım ve en iyi İngilizceyi anlıyorum.",
            "Bunu söylediğin için teşekkür ederim. Çok ciddiye alıyorum. Yalnız kalma, lütfen şimdi yardım iste:"
        ),
        new(
            [],
            "jestem nie tak dzien dobry czesc dziekuje jak sie masz mam bardzo ale moj moja jest ze dla dzisiaj co u ciebie chce",
            "Przepraszam, jestem teraz offline i najlepiej rozumiem angielski.",
            "Dziękuję, że to mówisz. Traktuję to bardzo poważnie. Nie musisz być z tym bez pomocy, porozmawiaj z kimś teraz:"
        ),
    ];
}
