using System.Diagnostics;
using Kith.Engine;

namespace Kith.Server.Surfaces.Rest;

/// <summary>Expected failures as RFC 9457 problem details.</summary>
internal static class RestErrors
{
    public static IResult ToProblem(this Failure failure)
    {
        var status = ErrorStatus.Of(failure.Code);
        var extensions = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["code"] = failure.Code,
            ["trace_id"] = Activity.Current?.TraceId.ToString(),
        };
        if (failure is Invalid invalid)
            extensions["errors"] = invalid.Errors;
        return TypedResults.Problem(failure.Detail, statusCode: status, extensions: extensions);
    }
}
