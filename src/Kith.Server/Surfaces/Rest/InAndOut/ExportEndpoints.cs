using Kith.Engine;
using Kith.Engine.Portability;
using Kith.Engine.Users;
using Kith.Server.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kith.Server.Surfaces.Rest.InAndOut;

/// <summary>Taking out everything that is one's own, as a file that is written while it is sent.</summary>
internal static class ExportEndpoints
{
    public static void MapExport(this RouteGroupBuilder api) =>
        api.MapGet("/export", Export)
            .ProducesAny(typeof(ExportWire), typeof(ChatifyWire))
            .WithName("exportEverything")
            .WithSummary("Everything of yours, as it can be imported")
            .StaysOpen();

    private static IResult Export(string? format, HttpContext http, CurrentUser user, Exporter exporter) =>
        format switch
        {
            null or "" or "kith" => File("kith.json", user.Caller, exporter.WriteAsync, http.RequestAborted),
            "chatify" => File("chatify.json", user.Caller, exporter.WriteChatifyAsync, http.RequestAborted),
            _ => new Invalid("format", "must be kith or chatify").ToProblem(),
        };

    private static PushStreamHttpResult File(
        string name,
        Caller caller,
        Func<Caller, Stream, CancellationToken, Task> write,
        CancellationToken cancellationToken
    ) => TypedResults.Stream(stream => write(caller, stream, cancellationToken), "application/json", name);
}
