using System.Text;
using System.Text.Json;
using Kith.Engine.Memory.Embeddings;
using Kith.Engine.Storage;
using Kith.Engine.Users;

namespace Kith.Engine.Memory;

/// <summary>The profile of each person: empty until somebody writes it.</summary>
public sealed class Profiles(Database database) : IPrincipalChange
{
    private const int DocumentLength = 32 * 1024;

    /// <summary>The profile with what was learned where the person wrote nothing: see <see cref="LearnedProfile"/>.</summary>
    public Task<Profile> GetAsync(Caller caller, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async session => (await LearnAsync(session, caller)).Complete(await GetAsync(session, caller.PrincipalId)),
            cancellationToken
        );

    /// <summary>What the person wrote.</summary>
    public static async Task<Profile> GetAsync(ReadSession session, string principalId) =>
        await ProfileStore.FindAsync(session, principalId) ?? Profile.Empty(principalId);

    /// <summary>
    /// Changes what is given, or, with <paramref name="replace"/>, begins from an empty profile; answers as <see cref="GetAsync(Caller, CancellationToken)"/>.
    /// </summary>
    public Task<Result<Profile>> PutAsync(Caller caller, ProfileChange change, bool replace, CancellationToken cancellationToken) =>
        database.WriteAsync<Result<Profile>>(
            async session =>
            {
                var before = await GetAsync(session, caller.PrincipalId);
                var learned = await LearnAsync(session, caller);
                if (!Apply(replace ? Profile.Empty(caller.PrincipalId) : before, change).Try(out var profile, out var failure))
                    return failure;
                profile = profile with
                {
                    ImportantFacts = learned.WithoutLearned(profile.ImportantFacts, before.ImportantFacts),
                    UpdatedAt = database.Clock.NowMs(),
                };
                await ProfileStore.PutAsync(session, profile);
                if (profile.MemoryEnabled != before.MemoryEnabled)
                    await EmbeddingProgress.RecheckAsync(session, caller.PrincipalId);
                return learned.Complete(profile);
            },
            cancellationToken
        );

    private Task<LearnedProfile> LearnAsync(ReadSession session, Caller caller) =>
        LearnedProfile.ReadAsync(session, caller.PrincipalId, database.Clock.NowMs());

    Task IPrincipalChange.ClaimAsync(WriteSession session, string guestId, string userId) =>
        ProfileStore.ClaimAsync(session, guestId, userId);

    private static Result<Profile> Apply(Profile profile, ProfileChange change)
    {
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        var changed = profile with
        {
            Name = Clearable("name", change.Name, profile.Name),
            Timezone = Clearable("timezone", change.Timezone, profile.Timezone),
            Preferences = Document("preferences", change.Preferences, profile.Preferences),
            ImportantFacts = Document("important_facts", change.ImportantFacts, profile.ImportantFacts),
            MemoryEnabled = change.MemoryEnabled is { } enabled ? (enabled ? 1 : 0) : profile.MemoryEnabled,
            SensitiveMemory = change.SensitiveMemory ?? profile.SensitiveMemory,
            Onboarded = change.Onboarded is { } onboarded ? (onboarded ? 1 : 0) : profile.Onboarded,
        };
        if (!SensitiveMemories.All.Contains(changed.SensitiveMemory))
            errors["sensitive_memory"] = [$"must be one of {string.Join(", ", SensitiveMemories.All)}"];
        if (changed.Timezone is { } zone && !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
            errors["timezone"] = ["must be an IANA time zone, e.g. Europe/Berlin"];
        return errors.Count > 0 ? new Invalid(errors) : changed;

        string? Clearable(string field, string? given, string? current)
        {
            if (given is null)
                return current;
            if (given.Length == 0)
                return null;
            if (TextRules.CheckName(field, given).Try(out var text, out var failure))
                return text;
            errors[field] = ((Invalid)failure).Errors[field];
            return current;
        }

        string Document(string field, JsonElement? given, string current)
        {
            if (given is not { } element || element.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
                return current;
            var text = element.GetRawText();
            if (
                element.ValueKind == JsonValueKind.Object
                && text.Length <= DocumentLength
                && !text.Contains("\\u0000", StringComparison.Ordinal)
                && IsText(text)
            )
                return text;
            errors[field] = [$"must be an object of at most {DocumentLength} characters without U+0000 or half characters"];
            return current;
        }
    }

    /// <summary>False when an escape spells half a character, which nobody could read back.</summary>
    private static bool IsText(string json)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json));
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.PropertyName or JsonTokenType.String)
                    reader.GetString();
            }

            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
