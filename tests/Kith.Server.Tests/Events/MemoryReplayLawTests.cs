namespace Kith.Server.Tests.Events;

/// <summary>The replay law for every change of what is remembered, on each database.</summary>
public abstract class MemoryReplayLawTests(ChatApp app) : ReplayLaw(app)
{
    [Fact]
    public Task Telling_correcting_confirming_and_forgetting() =>
        HoldAsync(async me =>
        {
            var (tea, chess) = (await TellAsync(me, "Likes tea."), await TellAsync(me, "Plays chess."));
            (await me.PatchAsync($"/api/memory/facts/{tea}/", new { text = "Likes green tea.", pinned = true })).Expect(200);
            (await me.DeleteAsync($"/api/memory/facts/{chess}/")).Expect(204);
            var chat = await StartTalkAsync(me);
            var message = await IdAtAsync(me, $"/api/ai/chats/{chat}/", 0);
            var asthma = await LearnAsync(me, message, "Has asthma.", pending: true);
            (await me.PatchAsync($"/api/memory/facts/{asthma}/", new { pending = false })).Expect(200);
            var (kept, gone) = (await FeelAsync(me, message), await FeelAsync(me, message));
            (await me.PatchAsync($"/api/memory/moods/{kept}/", new { label = "tired", pending = false })).Expect(200);
            (await me.DeleteAsync($"/api/memory/moods/{gone}/")).Expect(204);
        });

    [Fact]
    public Task A_slot_that_changes_hands() =>
        HoldAsync(async me =>
        {
            var chat = $"/api/ai/chats/{await StartTalkAsync(me)}/";
            await LearnAsync(me, await IdAtAsync(me, chat, 0), "Lives in Pune.", "home");
            var delhi = await LearnAsync(me, await IdAtAsync(me, chat, 2), "Lives in Delhi.", "home");
            await LearnAsync(me, await IdAtAsync(me, chat, 4), "Lives in Goa.", "home");
            (await me.DeleteAsync($"/api/memory/facts/{delhi}/")).Expect(204);
            (await me.DeleteAsync($"{chat}messages/{await IdAtAsync(me, chat, 4)}/")).Expect(204);
        });

    [Fact]
    public Task Branches_that_take_away_what_was_said_and_bring_it_back() =>
        HoldAsync(async me =>
        {
            var chat = $"/api/ai/chats/{await StartTalkAsync(me)}/";
            var (first, second) = (await IdAtAsync(me, chat, 0), await IdAtAsync(me, chat, 2));
            await LearnAsync(me, first, "Lives in Pune.", "home");
            await LearnAsync(me, second, "Lives in Delhi.", "home");
            await FeelAsync(me, second);
            var edited = (await me.PatchAsync($"{chat}messages/{second}/", new { content = "another" })).Expect(200);
            await LearnAsync(me, edited.Get("user_message.id"), "Likes tea.");
            (await me.PostAsync($"{chat}messages/{second}/select/")).Expect(200);
            (await me.PostAsync($"{chat}messages/{first}/regenerate/")).Expect(200);
        });

    [Fact]
    public Task Forks_and_chats_that_go() =>
        HoldAsync(async me =>
        {
            var (kept, gone) = ($"/api/ai/chats/{await StartTalkAsync(me)}/", $"/api/ai/chats/{await StartTalkAsync(me)}/");
            await LearnAsync(me, await IdAtAsync(me, kept, 0), "Lives in Pune.", "home");
            await LearnAsync(me, await IdAtAsync(me, gone, 0), "Lives in Delhi.", "home");
            await FeelAsync(me, await IdAtAsync(me, gone, 0));
            (await me.PostAsync($"{kept}fork/", new { message = await IdAtAsync(me, kept, 3) })).Expect(201);
            (await me.DeleteAsync(gone)).Expect(204);
        });

    [Fact]
    public Task Forgetting_everything_and_beginning_anew() =>
        HoldAsync(async me =>
        {
            var chat = await StartTalkAsync(me);
            await LearnAsync(me, await IdAtAsync(me, $"/api/ai/chats/{chat}/", 0), "Lives in Pune.", "home");
            await FeelAsync(me, await IdAtAsync(me, $"/api/ai/chats/{chat}/", 0));
            (await me.DeleteAsync("/api/memory/")).Expect(204);
            await TellAsync(me, "Likes tea.");
        });

    [Fact]
    public async Task A_guest_is_claimed()
    {
        var guest = await App.GuestAsync();
        var chat = $"/api/ai/chats/{await StartTalkAsync(guest)}/";
        await LearnAsync(guest, await IdAtAsync(guest, chat, 0), "Lives in Goa.", "home");
        await TellAsync(guest, "Likes tea.");
        await FeelAsync(guest, await IdAtAsync(guest, chat, 0));
        await HoldAsync(async me =>
        {
            var own = $"/api/ai/chats/{await StartTalkAsync(me)}/";
            await LearnAsync(me, await IdAtAsync(me, own, 0), "Lives in Pune.", "home");
            await TellAsync(me, "Likes tea.");
            (
                await guest.PostAsync(
                    "/api/auth/login",
                    new
                    {
                        email = me.Email,
                        password = KithApp.Password,
                        claim_guest = true,
                    }
                )
            ).Expect(200);
        });
    }

    private static async Task<string> TellAsync(Person me, string text) =>
        (await me.PostAsync("/api/memory/facts/", new { text })).Expect(201).Get("id");

    /// <summary>A fact as it would be learned from this message, and told to the log.</summary>
    private async Task<string> LearnAsync(Person me, string messageId, string text, string? slot = null, bool pending = false)
    {
        var id = await TellAsync(me, text);
        await App.ArrangeAsync(
            "UPDATE facts SET origin = 'rules', slot = @slot, pending = @pending WHERE id = @id",
            new
            {
                id,
                slot,
                pending = pending ? 1L : 0,
            }
        );
        await App.ArrangeAsync("INSERT INTO fact_sources (fact_id, message_id) VALUES (@id, @messageId)", new { id, messageId });
        (await me.PatchAsync($"/api/memory/facts/{id}/", new { salience = 0.7 })).Expect(200);
        return id;
    }

    /// <summary>A mood as it would be read from this message, and told to the log.</summary>
    private async Task<string> FeelAsync(Person me, string messageId)
    {
        var id = Guid.CreateVersion7().ToString();
        await App.ArrangeAsync(
            """
            INSERT INTO moods (id, principal_id, message_id, label, valence, pending, at)
            SELECT @id, c.owner_id, m.id, 'sad', -0.5, 1, m.created_at FROM messages m JOIN conversations c ON c.id = m.conversation_id
            WHERE m.id = @messageId
            """,
            new { id, messageId }
        );
        (await me.PatchAsync($"/api/memory/moods/{id}/", new { valence = -0.25 })).Expect(200);
        return id;
    }
}

public sealed class SqliteMemoryReplayLawTests(EventApp app) : MemoryReplayLawTests(app), IClassFixture<EventApp>;

public sealed class PostgresMemoryReplayLawTests(PostgresEventApp app) : MemoryReplayLawTests(app), IClassFixture<PostgresEventApp>;
