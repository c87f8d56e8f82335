using System.Text.Json.Nodes;
using Kith.FakeModel.Scripts;
using Kith.FakeModel.Wire;

namespace Kith.FakeModel;

/// <summary>One request being answered.</summary>
/// <param name="Context">The connection.</param>
/// <param name="Request">What was asked.</param>
/// <param name="Script">What the model's name tells to do.</param>
/// <param name="Call">How many times this model was asked so far, this one included.</param>
/// <param name="Ending">Cancelled when the client hangs up or the server stops.</param>
internal sealed record Exchange(HttpContext Context, ReceivedRequest Request, Script Script, int Call, CancellationToken Ending)
{
    public static Task AnswerNotFoundAsync(Exchange exchange) =>
        exchange.WriteJsonAsync(404, OpenAIWire.Instance.Error(404, $"Unknown request URL: {exchange.Request.Path}", null, null));

    public async Task WriteJsonAsync(int status, JsonNode body)
    {
        Context.Response.StatusCode = status;
        Context.Response.ContentType = "application/json";
        await Context.Response.WriteAsync(WireJson.Text(body), Ending);
    }

    /// <summary>
    /// What a script may do before there is any answer: wait, never answer, fail, redirect, send a web page.
    /// True when that was all.
    /// </summary>
    public async Task<bool> TryEndEarlyAsync(IChatWire wire)
    {
        if (Script.Never)
        {
            await Task.Delay(Timeout.Infinite, Ending);
        }
        if (Script.Delay > TimeSpan.Zero)
        {
            await Task.Delay(Script.Delay, Ending);
        }
        if (Script.RedirectTo is { } location)
        {
            Context.Response.StatusCode = 307;
            Context.Response.Headers.Location = location;
            return true;
        }
        if (Script.Html)
        {
            Context.Response.ContentType = "text/html; charset=utf-8";
            await Context.Response.WriteAsync("<!doctype html><title>Welcome</title><p>Not a model.", Ending);
            return true;
        }
        if (Script.Status is { } status && Call <= Script.FailTimes)
        {
            if (Script.RetryAfter is { } seconds)
            {
                Context.Response.Headers.RetryAfter = seconds;
            }
            await WriteJsonAsync(status, wire.Error(status, $"The fake model was told to answer {status}.", null, null));
            return true;
        }
        return false;
    }
}
