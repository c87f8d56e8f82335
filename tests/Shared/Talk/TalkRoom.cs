using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace Kith.Tests.Shared.Talk;

/// <summary>People who talk with each other in one chat: two in theirs, more in a group; and what must hold when they are done.</summary>
internal sealed class TalkRoom
{
    private readonly IReadOnlyList<Talker> _talkers;
    private readonly ConcurrentQueue<string> _faults;

    private TalkRoom(IReadOnlyList<Talker> talkers, ConcurrentQueue<string> faults) => (_talkers, _faults) = (talkers, faults);

    public IReadOnlyList<Talker> Talkers => _talkers;

    public string ChatId => _talkers[0].ChatId;

    /// <summary>They sign up, connect, and start a group if they are more than two.</summary>
    /// <param name="canaries">The first is in everything they say; the others they must never see.</param>
    /// <param name="seed">What they do follows from it, not when they do it.</param>
    public static async Task<TalkRoom> GatherAsync(
        TalkServer server,
        int people,
        IReadOnlyList<string> canaries,
        int seed,
        ConcurrentQueue<string> faults,
        CancellationToken cancellationToken
    )
    {
        var talkers = Enumerable
            .Range(0, people)
            .Select(i => new Talker(server, $"{canaries[0]}-{i}", canaries[0], [.. canaries.Skip(1)], new Random(seed + i), faults))
            .ToList();
        foreach (var talker in talkers)
            await talker.SignUpAsync(cancellationToken);
        var chatId = "";
        foreach (var other in talkers.Skip(1))
            chatId = await ConnectAsync(talkers[0], other, cancellationToken);
        if (people > 2)
        {
            var members = talkers.Skip(1).Select(talker => talker.UserId);
            var group = await talkers[0]
                .SendAsync(HttpMethod.Post, "/api/groups/", new { title = canaries[0], members }, cancellationToken);
            chatId = group!["id"]!.GetValue<string>();
        }

        foreach (var talker in talkers)
        {
            talker.ChatId = chatId;
            await talker.BeginAsync(cancellationToken);
        }

        return new TalkRoom(talkers, faults);
    }

    /// <summary>They say so much together, all at once.</summary>
    public async Task TalkAsync(int messages, CancellationToken cancellationToken)
    {
        var each = messages / _talkers.Count;
        await Task.WhenAll(_talkers.Select(talker => Task.Run(() => talker.TalkAsync(each, cancellationToken), cancellationToken)));
    }

    /// <summary>Compares what each has been told with what there is, and with what the others have been told.</summary>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        const string Last = "the last";
        await _talkers[0].EndAsync(Last, cancellationToken);
        await Task.WhenAll(_talkers.Select(talker => talker.HearAsync(Last, cancellationToken)));
        string? all = null;
        foreach (var talker in _talkers)
        {
            var stored = await talker.ReadAsync(cancellationToken);
            Expect(
                stored.Select(message => message.ToJsonString()).SequenceEqual(talker.View, StringComparer.Ordinal),
                $"what {talker.UserId} was told isn't what is there"
            );
            var common = string.Join('\n', stored.Select(Common));
            Expect((all ??= common) == common, $"{talker.UserId} sees something else than the others");
            Check(talker, stored);
        }
    }

    private void Check(Talker talker, IReadOnlyList<JsonNode> stored)
    {
        var numbers = stored.Select(message => message["seq"]!.GetValue<long>()).ToList();
        Expect(numbers.SequenceEqual(numbers.Order().Distinct()), "the numbers of the messages aren't in order");
        var missing = Enumerable.Range(1, (int)numbers[^1]).Select(number => (long)number).Except(numbers).ToHashSet();
        missing.ExceptWith(_talkers.SelectMany(one => one.Deleted));
        Expect(missing.Count == 0, $"{missing.Count} messages are gone that nobody deleted");
        var own = stored.Where(message => message["sender"]!["id"]!.GetValue<string>() == talker.UserId).ToList();
        var clientIds = own.Select(message => message["client_id"]!.GetValue<string>()).ToList();
        Expect(clientIds.Count == clientIds.Distinct().Count(), $"{talker.UserId} is there twice with the same");
        Expect(clientIds.All(talker.Acknowledged.Contains), $"{talker.UserId} said something that was never acknowledged");
        var deleted = talker.Deleted.Count;
        Expect(
            talker.Acknowledged.Count - clientIds.Count <= deleted,
            $"of {talker.Acknowledged.Count} acknowledged messages of {talker.UserId}, who deleted {deleted}, {clientIds.Count} are left"
        );
        Expect(!stored.Any(message => message.ToJsonString().Contains("refused", StringComparison.Ordinal)), "what was refused is there");
    }

    private void Expect(bool holds, string fault)
    {
        if (!holds)
            _faults.Enqueue(fault);
    }

    /// <summary>What is the same for all of them.</summary>
    private static string Common(JsonNode message)
    {
        var common = message.DeepClone();
        foreach (var reaction in common["reactions"]!.AsArray())
            reaction!.AsObject().Remove("mine");
        return common.ToJsonString();
    }

    private static async Task<string> ConnectAsync(Talker one, Talker other, CancellationToken cancellationToken)
    {
        var asked = await one.SendAsync(HttpMethod.Post, "/api/connections/", new { user_id = other.UserId }, cancellationToken);
        var path = $"/api/connections/{asked!["id"]!.GetValue<string>()}/accept/";
        return (await other.SendAsync(HttpMethod.Post, path, null, cancellationToken))!["chat_id"]!.GetValue<string>();
    }
}
