using System.Diagnostics;
using Kith.FakeModel.Scripts;

namespace Kith.FakeModel.Wire;

/// <summary>Answers a chat as its script says, in either wire format.</summary>
internal static class ChatExchange
{
    private const int LongLineBytes = 10 * 1024 * 1024;

    private static readonly string[] SamplingNames =
    [
        "temperature",
        "top_p",
        "presence_penalty",
        "frequency_penalty",
        "logprobs",
        "max_tokens",
    ];

    public static async Task AnswerAsync(Exchange exchange, IChatWire wire)
    {
        if (await exchange.TryEndEarlyAsync(wire) || await TryRefuseAsync(exchange, wire))
        {
            return;
        }
        var request = ChatRequest.Read(exchange.Request);
        var reply = new ChatReply(request, exchange.Script, exchange.Script.Reply(request));
        if (request.Stream && !exchange.Script.NeverStreams)
        {
            await StreamAsync(exchange, wire, reply);
        }
        else
        {
            await exchange.WriteJsonAsync(200, wire.Whole(reply));
        }
    }

    private static async Task<bool> TryRefuseAsync(Exchange exchange, IChatWire wire)
    {
        var sent = exchange.Script.RefusesSampling ? SamplingNames.FirstOrDefault(name => exchange.Request.Body?[name] is not null) : null;
        // Anthropic's max_tokens is required, never refused.
        if (sent is null || (sent == "max_tokens" && wire is AnthropicWire))
        {
            return false;
        }
        var (message, code) =
            sent == "temperature"
                ? (
                    "Unsupported value: 'temperature' does not support this value with this model. Only the default (1) value is supported.",
                    "unsupported_value"
                )
            : sent == "max_tokens"
                ? (
                    "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
                    "unsupported_parameter"
                )
            : ($"Unsupported parameter: '{sent}' is not supported with this model.", "unsupported_parameter");
        await exchange.WriteJsonAsync(400, wire.Error(400, message, code, sent));
        return true;
    }

    private static async Task StreamAsync(Exchange exchange, IChatWire wire, ChatReply reply)
    {
        var output = new EventWriter(exchange.Context.Response, exchange.Script.Framing, exchange.Script.CutAt, exchange.Ending);
        await output.StartAsync();
        var written = 0;
        foreach (var frame in wire.Stream(reply))
        {
            if (exchange.Script.Fault != StreamFault.None && frame.IsToken && written == exchange.Script.FaultAfter)
            {
                await BreakAsync(exchange, wire, reply, output);
                return;
            }
            if (frame.IsToken)
            {
                await WaitForTurnAsync(exchange, written);
                written++;
            }
            await output.WriteAsync(exchange.Script.Stamps ? Stamped(frame.Text) : frame.Text);
        }
        await output.FinishAsync();
    }

    /// <summary>In ticks of <see cref="Stopwatch"/>, which all processes of a machine share.</summary>
    private static string Stamped(string text) => text.Replace(Replies.Stamp, $" {Stopwatch.GetTimestamp()}", StringComparison.Ordinal);

    private static async Task WaitForTurnAsync(Exchange exchange, int written)
    {
        if (exchange.Script.Gated)
        {
            await exchange.Request.Gate.WaitAsync(exchange.Ending);
        }
        if (exchange.Script.Pace > TimeSpan.Zero && written > 0)
        {
            await Task.Delay(exchange.Script.Pace, exchange.Ending);
        }
    }

    private static async Task BreakAsync(Exchange exchange, IChatWire wire, ChatReply reply, EventWriter output)
    {
        switch (exchange.Script.Fault)
        {
            case StreamFault.Stall:
                await Task.Delay(Timeout.Infinite, exchange.Ending);
                break;
            case StreamFault.Drop:
                // Kestrel closes the connection behind what was written. Aborting would reset it, and a reset may overtake tokens that
                // the client has not read yet: nobody could say which it saw.
                throw new DroppedException();
            case StreamFault.BadJson:
                await output.WriteAsync("data: {\"choices\":[{\"delta\":{\"content\":\"oops\n\n");
                break;
            case StreamFault.LongLine:
                // Without log-probabilities, which would list the line's every byte.
                var plain = reply with
                {
                    Request = reply.Request with { LogProbabilities = false },
                };
                await output.WriteAsync(wire.Token(plain, new string('x', LongLineBytes)).Text);
                break;
            case StreamFault.Error:
                await output.WriteAsync(wire.StreamError("The fake model was told to fail here.").Text);
                break;
            default:
                break;
        }
    }
}

/// <summary>Told to leave in the middle of an answer.</summary>
internal sealed class DroppedException() : Exception("The fake model was told to drop the connection.");
