using System.Text.Json;
using Kith.Engine.Memory;
using Kith.Engine.Memory.Facts;
using Kith.Engine.Tests.Memory.Facts;

namespace Kith.Engine.Tests.Memory;

/// <summary>What a profile shows of what was learned, on each database.</summary>
public abstract class LearnedProfileTests(EngineApp app)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_profile_shows_what_was_learned_and_lets_go_of_it_with_its_source()
    {
        var mind = await Mind.AddAsync(app);
        var chat = await mind.StartChatAsync();
        await mind.SayAsync(chat, Mind.Fact("Likes mangoes."), Mind.Fact("Works as a nurse.", "job", FactKinds.Work));
        var named = await mind.SayAsync(
            chat,
            Mind.Fact("Is called Zelda.", "name", FactKinds.Name),
            Mind.Fact("Lives in \"Old\" Delhi.", "home", FactKinds.Place),
            Mind.Fact("Works as a diver.", "sister:job", FactKinds.Family)
        );

        var learned = await app.Profiles.GetAsync(mind.Caller, Cancel);
        await app.DeleteAsync(mind.Caller, chat, named);
        var after = await app.Profiles.GetAsync(mind.Caller, Cancel);

        Assert.Equal("Zelda", learned.Name);
        Assert.Equal(["home=Lives in \"Old\" Delhi.", "job=Works as a nurse."], Facts(learned));
        Assert.Null(after.Name);
        Assert.Equal(["job=Works as a nurse."], Facts(after));
    }

    [Fact]
    public async Task What_the_person_wrote_comes_first_and_what_comes_back_is_not_taken_for_theirs()
    {
        var mind = await Mind.AddAsync(app);
        await mind.SayAsync(
            await mind.StartChatAsync(),
            Mind.Fact("Is called Zelda.", "name", FactKinds.Name),
            Mind.Fact("Works as a nurse.", "job", FactKinds.Work),
            Mind.Fact("Lives in Delhi.", "home", FactKinds.Place)
        );
        await ChangeAsync(mind, """{"home":"a boat"}""");

        var shown = await app.Profiles.GetAsync(mind.Caller, Cancel);
        var back = await ChangeAsync(mind, shown.ImportantFacts);
        var stored = await app.Database.ReadAsync(session => Profiles.GetAsync(session, mind.Caller.PrincipalId), Cancel);
        await app.Profiles.PutAsync(
            mind.Caller,
            new ProfileChange("Zoe", null, null, MemoryEnabled: false, null, null),
            replace: false,
            Cancel
        );
        var silent = await app.Profiles.GetAsync(mind.Caller, Cancel);

        Assert.Equal(["home=a boat", "job=Works as a nurse."], Facts(shown));
        Assert.Equal(Facts(shown), Facts(back));
        Assert.Equal(["home=a boat"], Facts(stored));
        Assert.Equal(("Zoe", """{"home":"a boat"}"""), (silent.Name, silent.ImportantFacts));
    }

    private async Task<Profile> ChangeAsync(Mind mind, string importantFacts) =>
        (
            await app.Profiles.PutAsync(
                mind.Caller,
                new ProfileChange(null, null, JsonElement.Parse(importantFacts), null, null, null),
                replace: false,
                Cancel
            )
        ).Value;

    private static IEnumerable<string> Facts(Profile profile) =>
        JsonElement
            .Parse(profile.ImportantFacts)
            .EnumerateObject()
            .Select(member => $"{member.Name}={member.Value}")
            .Order(StringComparer.Ordinal);
}

public sealed class SqliteLearnedProfileTests(SqliteEngine app) : LearnedProfileTests(app), IClassFixture<SqliteEngine>;

public sealed class PostgresLearnedProfileTests(PostgresEngine app) : LearnedProfileTests(app), IClassFixture<PostgresEngine>;
