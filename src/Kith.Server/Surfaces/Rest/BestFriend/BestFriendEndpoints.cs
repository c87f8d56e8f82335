using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using Kith.Engine;
using Kith.Engine.Conversations;
using Kith.Engine.Memory;
using Kith.Engine.Turns;
using Kith.Server.Hosting;
using Kith.Server.Identity;

namespace Kith.Server.Surfaces.Rest.BestFriend;

internal sealed record BestFriendBody(
    [property: Required] string? Message = null,
    [property: JsonConverter(typeof(IdConverter))] string? ChatId = null
);

internal sealed record ReplyWire(string ChatId, string Reply, string MessageId)
{
    public static ReplyWire Of(Message answer) => new(answer.ConversationId, answer.Content, answer.Id);
}

internal sealed record GreetingWire(string Text, IReadOnlyList<string> Facts);

/// <summary>When changing it, what is left out stays as it is.</summary>
/// <param name="UserId">Read-only: it may come back as it was given out.</param>
internal sealed record ProfileBody(
    [property: WireType(typeof(IReadOnlyDictionary<string, JsonElement>))] JsonElement? Preferences = null,
    [property: WireType(typeof(IReadOnlyDictionary<string, JsonElement>))] JsonElement? ImportantFacts = null,
    bool? MemoryEnabled = null,
    bool? Onboarded = null,
    [property: AllowedValues("off", "on", "ask")] string? SensitiveMemory = null,
    string? UserId = null
)
{
    /// <summary>Null or empty for none.</summary>
    public string? Name
    {
        get;
        init => field = value ?? "";
    }

    /// <summary>An IANA name; null or empty for none.</summary>
    public string? Timezone
    {
        get;
        init => field = value ?? "";
    }

    public ProfileChange ToChange() => new(Name, Preferences, ImportantFacts, MemoryEnabled, Timezone, Onboarded, SensitiveMemory);
}

/// <param name="SensitiveMemory">What becomes of what is learned of health, beliefs, moods and the like.</param>
internal sealed record ProfileWire(
    string UserId,
    string? Name,
    [property: WireType(typeof(IReadOnlyDictionary<string, JsonElement>))] JsonElement Preferences,
    [property: WireType(typeof(IReadOnlyDictionary<string, JsonElement>))] JsonElement ImportantFacts,
    bool MemoryEnabled,
    [property: AllowedValues("off", "on", "ask")] string SensitiveMemory,
    string? Timezone,
    bool Onboarded
)
{
    public static ProfileWire Of(Profile profile, CurrentUser user) =>
        new(
            user.Caller.UserId,
            profile.Name,
            JsonElement.Parse(profile.Preferences),
            JsonElement.Parse(profile.ImportantFacts),
            profile.MemoryEnabled == 1,
            profile.SensitiveMemory,
            profile.Timezone,
            profile.Onboarded == 1
        );
}

/// <summary>The best friend: one ongoing chat, a profile, a greeting.</summary>
internal static class BestFriendEndpoints
{
    public static void MapBestFriend(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api").WithTags("Best friend").RequireSignedIn();
        api.MapPost("/send-message", SendAsync)
            .Produces<ReplyWire>()
            .Fails("turn_running", "chat_ended", "conflict", "provider_unavailable", "not_found")
            .WithName("sendToBestFriend")
            .WithSummary("Say something to your best friend")
            .Limit(RateLimit.Send)
            .StaysOpen();
        api.MapGet("/greeting", GreetAsync).Produces<GreetingWire>().WithName("getGreeting").WithSummary("A greeting for now");
        api.MapGet("/user-profile", GetProfileAsync).Produces<ProfileWire>().WithName("getProfile").WithSummary("Your profile");
        api.MapPut("/user-profile", ReplaceProfileAsync)
            .Produces<ProfileWire>()
            .WithName("replaceProfile")
            .WithSummary("Replace your profile");
        api.MapPatch("/user-profile", ChangeProfileAsync)
            .Produces<ProfileWire>()
            .WithName("updateProfile")
            .WithSummary("Change your profile");
    }

    private static async Task<IResult> SendAsync(
        BestFriendBody body,
        RequestKey? key,
        CurrentUser user,
        TurnIntake intake,
        TurnFollower follower,
        CancellationToken cancellationToken
    )
    {
        if (TextRules.CheckLong("message", body.Message).Failure is { } badMessage)
            return badMessage.ToProblem();
        var request = new TurnRequest(body.ChatId, body.Message, Key: key?.Value);
        if (!(await intake.StartAsync(user.Caller, request, CancellationToken.None)).Try(out var turn, out var failure))
            return failure.ToProblem();
        var answer = (await follower.AnswerAsync(turn, cancellationToken)).ToOk(ended => ReplyWire.Of(ended.AiMessage.Message));
        return RequestKey.Mark(answer, turn.IsReplay);
    }

    private static async Task<IResult> GreetAsync(CurrentUser user, Greeter greeter, CancellationToken cancellationToken)
    {
        var greeting = await greeter.GreetAsync(user.Caller, cancellationToken);
        return TypedResults.Ok(new GreetingWire(greeting.Text, greeting.FactIds));
    }

    private static async Task<IResult> GetProfileAsync(CurrentUser user, Profiles profiles, CancellationToken cancellationToken) =>
        TypedResults.Ok(ProfileWire.Of(await profiles.GetAsync(user.Caller, cancellationToken), user));

    private static async Task<IResult> ReplaceProfileAsync(
        ProfileBody body,
        CurrentUser user,
        Profiles profiles,
        CancellationToken cancellationToken
    ) =>
        (await profiles.PutAsync(user.Caller, body.ToChange(), replace: true, cancellationToken)).ToOk(profile =>
            ProfileWire.Of(profile, user)
        );

    private static async Task<IResult> ChangeProfileAsync(
        ProfileBody body,
        CurrentUser user,
        Profiles profiles,
        CancellationToken cancellationToken
    ) =>
        (await profiles.PutAsync(user.Caller, body.ToChange(), replace: false, cancellationToken)).ToOk(profile =>
            ProfileWire.Of(profile, user)
        );
}
