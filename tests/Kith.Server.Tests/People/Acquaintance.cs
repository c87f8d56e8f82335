namespace Kith.Server.Tests.People;

/// <summary>People who get to know each other, as they do it.</summary>
internal static class Acquaintance
{
    /// <summary>Connected with each of them; the address of the chat with the last.</summary>
    public static async Task<string> MeetAsync(this Person person, params Person[] others)
    {
        var chat = "";
        foreach (var other in others)
        {
            var asked = (await person.PostAsync("/api/connections/", new { user_id = other.UserId })).Expect(201).Get("id");
            chat = (await other.PostAsync($"/api/connections/{asked}/accept/")).Expect(200).Get("chat_id");
        }

        return $"/api/people-chats/{chat}/";
    }

    /// <summary>Starts a group; its id.</summary>
    public static async Task<string> GatherAsync(this Person owner, params Person[] others) =>
        (await owner.PostAsync("/api/groups/", new { title = "Hikers", members = others.Select(other => other.UserId) }))
            .Expect(201)
            .Get("id");

    /// <param name="chat">Its address.</param>
    public static async Task<string> TellAsync(this Person person, string chat, string content) =>
        (await person.PostAsync($"{chat}messages/", new { content })).Expect(201).Get("id");
}
