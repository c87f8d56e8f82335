using System.Globalization;

namespace Kith.FakeModel.Scripts;

/// <summary>One word a model's name may contain.</summary>
/// <param name="Usage">How to write it, the name first.</param>
/// <param name="Meaning">One line for a person.</param>
/// <param name="Apply">Its effect; the arguments are what follows the colons.</param>
internal sealed record ScriptStep(string Usage, string Meaning, Action<Script, string[]> Apply)
{
    public string Name { get; } = Usage.Split(':', '[')[0];
}

/// <summary>The scripts, in one table: read by the parser, printed at start, listed by <c>GET /v1/models</c>.</summary>
internal static class ScriptTable
{
    public static IReadOnlyList<ScriptStep> Steps { get; } =
    [
        new("default", "a plausible reply, the same for the same messages", (s, _) => s.Reply = Replies.Plausible),
        new("echo", "the last user message", (s, _) => s.Reply = Replies.Echo),
        new("say:<text>", "that text, word by word", (s, a) => s.Reply = _ => Replies.Words(string.Join(':', a))),
        new("tokens:<n>[:<ms>]", "n tokens, that many milliseconds apart", Tokens),
        new("stamps:<n>[:<ms>]", "n tokens like that, each the moment it is sent", Stamps),
        new("context", "the received messages as JSON", (s, _) => s.Reply = Replies.Context),
        new("gate", "each token waits for the test's Release()", (s, _) => s.Gated = true),
        new("delay:<ms>", "waits before it answers", (s, a) => s.Delay = Milliseconds(a, 0)),
        new("never", "accepts and never answers", (s, _) => s.Never = true),
        new("status:<code>[:retry-after:<s>]", "fails with that status", Status),
        new("fail-times:<n>[:<code>[:<s>]]", "fails n times (500, Retry-After s), then answers", FailTimes),
        new("redirect[:<path>]", "307 to another path of this server", (s, a) => s.RedirectTo = a.Length > 0 ? a[0] : "/v1/elsewhere"),
        new("stall-after:<n>", "n tokens, then silence", (s, a) => Break(s, StreamFault.Stall, a)),
        new("drop-after:<n>", "n tokens, then the connection closes in the middle", (s, a) => Break(s, StreamFault.Drop, a)),
        new("error-after:<n>", "n tokens, then an error inside the stream", (s, a) => Break(s, StreamFault.Error, a)),
        new("cut-after:<n>", "n tokens, then a clean end without finish reason", (s, a) => Break(s, StreamFault.CutShort, a)),
        new("bad-json[:<n>]", "n tokens, then an event that is not JSON", (s, a) => Break(s, StreamFault.BadJson, a)),
        new("long-line[:<n>]", "n tokens, then one line of 10 MB", (s, a) => Break(s, StreamFault.LongLine, a)),
        new("no-done", "the stream ends without its closing event", (s, _) => s.NoDone = true),
        new("html", "status 200 and a web page", (s, _) => s.Html = true),
        new("whole", "one JSON document although a stream was asked for", (s, _) => s.NeverStreams = true),
        new("crlf", "line ends CR LF, LF and CR in turn", (s, _) => s.Framing = Framing.MixedLineEnds),
        new("cut:<n>", "the whole stream in two pieces, the first of n bytes", (s, a) => s.CutAt = Number(a, 0, 0)),
        new("split", "every byte on its own, UTF-8 included", (s, _) => s.Framing = Framing.ByteByByte),
        new("refuse-sampling", "400 for temperature, penalties, logprobs, max_tokens", (s, _) => s.RefusesSampling = true),
        new("citations", "cites two pages", (s, _) => s.Cites = true),
        new("logprobs[:<value>]", "each token's log-probability, when asked for", LogProbabilities),
        new("no-logprobs", "gives none although asked", (s, _) => s.LogProbability = null),
        new(
            "vectors:<how>",
            "base64, or wrong: few, twice, uneven, nan, infinite, zero, null, text, empty, huge",
            (s, a) => s.Vectors = a[0]
        ),
        new("refuse-text:<word>", "400 when a text to embed has that word", (s, a) => s.RefusedWord = a[0]),
        new("finish:<reason>", "the finish reason, in OpenAI's words", (s, a) => s.FinishReason = a[0]),
    ];

    public static ScriptStep? Find(string name) => Steps.FirstOrDefault(step => step.Name == name);

    private static void Tokens(Script script, string[] arguments)
    {
        script.Reply = _ => Replies.Numbered(Number(arguments, 0, 8));
        script.Pace = Milliseconds(arguments, 1);
    }

    private static void Stamps(Script script, string[] arguments)
    {
        Tokens(script, arguments);
        var count = Number(arguments, 0, 8);
        script.Reply = _ => [.. Enumerable.Repeat(Replies.Stamp, count)];
        script.Stamps = true;
    }

    private static void Status(Script script, string[] arguments)
    {
        script.Status = Number(arguments, 0, 500);
        script.RetryAfter = arguments.Length > 2 ? arguments[2] : null;
    }

    private static void FailTimes(Script script, string[] arguments)
    {
        script.FailTimes = Number(arguments, 0, 1);
        script.Status = Number(arguments, 1, 500);
        script.RetryAfter = arguments.Length > 2 ? arguments[2] : null;
    }

    private static void LogProbabilities(Script script, string[] arguments) =>
        script.LogProbability = arguments.Length > 0 ? double.Parse(arguments[0], CultureInfo.InvariantCulture) : -0.05;

    private static void Break(Script script, StreamFault fault, string[] arguments) =>
        (script.Fault, script.FaultAfter) = (fault, Number(arguments, 0, 0));

    private static TimeSpan Milliseconds(string[] arguments, int index) => TimeSpan.FromMilliseconds(Number(arguments, index, 0));

    private static int Number(string[] arguments, int index, int fallback) =>
        arguments.Length > index ? int.Parse(arguments[index], CultureInfo.InvariantCulture) : fallback;
}
