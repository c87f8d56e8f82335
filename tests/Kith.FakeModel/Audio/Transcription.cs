using System.Text.Json.Nodes;
using Kith.FakeModel.Scripts;
using Kith.FakeModel.Wire;

namespace Kith.FakeModel.Audio;

/// <summary><c>POST /v1/audio/transcriptions</c>: hears what <c>say:…</c> tells, else how much was sent.</summary>
internal static class Transcription
{
    public static async Task AnswerAsync(Exchange exchange)
    {
        if (await exchange.TryEndEarlyAsync(OpenAIWire.Instance))
        {
            return;
        }
        if (exchange.Request.File is not { } file)
        {
            await exchange.WriteJsonAsync(400, OpenAIWire.Instance.Error(400, "'file' is missing.", "missing_required_parameter", "file"));
            return;
        }
        var heard = new ChatRequest(
            exchange.Request.Model,
            [new("user", $"{file.Content.Length} bytes of {file.Name}")],
            false,
            false,
            false
        );
        var text = string.Concat(exchange.Script.Reply(heard));
        switch (exchange.Request.Fields.GetValueOrDefault("response_format", "json"))
        {
            case "text":
                exchange.Context.Response.ContentType = "text/plain; charset=utf-8";
                await exchange.Context.Response.WriteAsync(text + "\n", exchange.Ending);
                break;
            case "verbose_json":
                await exchange.WriteJsonAsync(200, Verbose(text));
                break;
            default:
                await exchange.WriteJsonAsync(200, new JsonObject { ["text"] = text });
                break;
        }
    }

    private static JsonObject Verbose(string text) =>
        new()
        {
            ["task"] = "transcribe",
            ["language"] = "english",
            ["duration"] = 1.0,
            ["text"] = text,
            ["segments"] = new JsonArray(),
        };
}
