namespace Kith.Engine.Models.Offline.Caring;

/// <summary>Where real help is, in one country.</summary>
/// <param name="Country">As English names it within a sentence.</param>
/// <param name="Emergency">The emergency number.</param>
/// <param name="Listening">Somebody to talk to about suicide and despair, free.</param>
/// <param name="Violence">Help against violence at home; null where no one national number is known to Kith.</param>
/// <param name="Child">For people under 18; null as above.</param>
internal sealed record HelpLine(string Country, string Emergency, string Listening, string? Violence = null, string? Child = null);

/// <summary>The help Kith names. Numbers are the national, public ones; check them once a year.</summary>
internal static class HelpLines
{
    /// <summary>A directory of help lines for every country.</summary>
    public const string Directory = "https://findahelpline.com";

    public static readonly HelpLine International = new(
        "other countries",
        "your local emergency number (112 in Europe and India, 911 in the US and Canada, 999 in the UK, 000 in Australia)",
        Directory
    );

    private static readonly HelpLine India = new("India", "112", "Tele-MANAS 14416", "the women's helpline 181", "Childline 1098");

    private static readonly HelpLine UnitedStates = new(
        "the US",
        "911",
        "the 988 Suicide & Crisis Lifeline (call or text 988)",
        "the National Domestic Violence Hotline 1-800-799-7233",
        "Childhelp 1-800-422-4453"
    );

    private static readonly HelpLine Canada = new(
        "Canada",
        "911",
        "the Suicide Crisis Helpline (call or text 988)",
        "a shelter near you through https://sheltersafe.ca",
        "Kids Help Phone 1-800-668-6868"
    );

    private static readonly HelpLine UnitedKingdom = new(
        "the UK",
        "999",
        "Samaritans 116 123",
        "the National Domestic Abuse Helpline 0808 2000 247",
        "Childline 0800 1111"
    );

    private static readonly HelpLine Ireland = new(
        "Ireland",
        "112",
        "Samaritans 116 123",
        "Women's Aid 1800 341 900",
        "Childline 1800 66 66 66"
    );

    private static readonly HelpLine Australia = new(
        "Australia",
        "000",
        "Lifeline 13 11 14",
        "1800RESPECT (1800 737 732)",
        "Kids Helpline 1800 55 1800"
    );

    private static readonly HelpLine NewZealand = new(
        "New Zealand",
        "111",
        "1737 (call or text)",
        "Women's Refuge 0800 733 843",
        "0800 WHATSUP (0800 942 8787)"
    );

    private static readonly HelpLine Germany = new(
        "Germany",
        "112",
        "TelefonSeelsorge 0800 111 0 111",
        "Hilfetelefon 116 016",
        "Nummer gegen Kummer 116 111"
    );

    private static readonly HelpLine France = new("France", "112", "3114", "3919", "119");

    private static readonly HelpLine Spain = new("Spain", "112", "024", "016", "116 111");

    private static readonly HelpLine Netherlands = new(
        "the Netherlands",
        "112",
        "113 Zelfmoordpreventie (113 or 0800-0113)",
        "Veilig Thuis 0800-2000"
    );

    private static readonly HelpLine Austria = new(
        "Austria",
        "112",
        "TelefonSeelsorge 142",
        "Frauenhelpline 0800 222 555",
        "Rat auf Draht 147"
    );

    private static readonly HelpLine Switzerland = new("Switzerland", "112", "Die Dargebotene Hand 143", null, "Pro Juventute 147");

    private static readonly HelpLine Brazil = new("Brazil", "190 (police) or 192 (ambulance)", "CVV 188", "180", "Disque 100");

    private static readonly HelpLine SouthAfrica = new(
        "South Africa",
        "112",
        "the SADAG crisis line 0800 567 567",
        "0800 428 428",
        "Childline 116"
    );

    private static readonly HelpLine Singapore = new("Singapore", "999 (police) or 995 (ambulance)", "SOS 1767");

    private static readonly HelpLine Korea = new("South Korea", "112 (police) or 119 (ambulance)", "109", "1366");

    private static readonly HelpLine Europe = new("Europe", "112", Directory, null, "116 111");

    /// <summary>What the rule for a real model lists.</summary>
    public static readonly HelpLine[] Named = [UnitedStates, Canada, UnitedKingdom, Ireland, India, Australia];

    private static readonly (HelpLine Line, string Zones)[] ByZone =
    [
        (India, "Asia/Kolkata Asia/Calcutta"),
        (UnitedKingdom, "Europe/London Europe/Belfast Europe/Jersey Europe/Guernsey Europe/Isle_of_Man GB GB-Eire"),
        (Ireland, "Europe/Dublin Eire"),
        (Germany, "Europe/Berlin Europe/Busingen"),
        (France, "Europe/Paris"),
        (Spain, "Europe/Madrid Atlantic/Canary Africa/Ceuta"),
        (Netherlands, "Europe/Amsterdam"),
        (Austria, "Europe/Vienna"),
        (Switzerland, "Europe/Zurich"),
        (NewZealand, "Pacific/Auckland Pacific/Chatham NZ NZ-CHAT"),
        (SouthAfrica, "Africa/Johannesburg"),
        (Singapore, "Asia/Singapore Singapore"),
        (Korea, "Asia/Seoul ROK"),
        (
            Brazil,
            "America/Sao_Paulo America/Bahia America/Fortaleza America/Recife America/Manaus America/Belem America/Cuiaba America/Maceio "
                + "America/Campo_Grande America/Porto_Velho America/Rio_Branco America/Boa_Vista America/Araguaina America/Santarem"
        ),
        (
            Canada,
            "America/Toronto America/Montreal America/Vancouver America/Edmonton America/Winnipeg America/Halifax America/St_Johns "
                + "America/Regina America/Moncton America/Whitehorse America/Yellowknife America/Iqaluit America/Thunder_Bay "
                + "America/Swift_Current America/Glace_Bay America/Goose_Bay America/Dawson America/Dawson_Creek America/Fort_Nelson"
        ),
        (
            UnitedStates,
            "America/New_York America/Chicago America/Denver America/Los_Angeles America/Phoenix America/Detroit America/Boise "
                + "America/Anchorage America/Juneau America/Sitka America/Nome America/Adak America/Menominee America/Puerto_Rico "
                + "America/Metlakatla America/Yakutat Pacific/Honolulu Pacific/Guam America/Louisville America/Indianapolis"
        ),
        (Europe, "Atlantic/Azores Atlantic/Madeira Atlantic/Reykjavik Asia/Nicosia Portugal Poland Turkey"),
    ];

    /// <summary>The help for an IANA time zone, or <see cref="International"/> when it tells no country.</summary>
    public static HelpLine For(string? timezone)
    {
        if (string.IsNullOrWhiteSpace(timezone))
        {
            return International;
        }
        var zone = timezone.Trim();
        foreach (var (line, zones) in ByZone)
        {
            if (zones.Split(' ').Contains(zone, StringComparer.OrdinalIgnoreCase))
            {
                return line;
            }
        }
        return zone switch
        {
            _ when Begins(zone, "US/")
                    || Begins(zone, "America/Indiana/")
                    || Begins(zone, "America/Kentucky/")
                    || Begins(zone, "America/North_Dakota/") => UnitedStates,
            _ when Begins(zone, "Canada/") => Canada,
            _ when Begins(zone, "Australia/") => Australia,
            _ when Begins(zone, "Brazil/") => Brazil,
            // Moscow, Minsk and Istanbul answer 112 too.
            _ when Begins(zone, "Europe/") => Europe,
            _ => International,
        };
    }

    private static bool Begins(string zone, string prefix) => zone.StartsWith(prefix, StringComparison.OrdinalIgnoreCase);
}
