using Kith.Engine;
using Kith.Engine.Idempotency;

namespace Kith.Server.Surfaces.Rest;

/// <summary>Results as HTTP answers: the value in its wire form, or the failure as problem details.</summary>
internal static class RestResults
{
    public static IResult ToOk<T, TWire>(this Result<T> result, Func<T, TWire> wire)
        where T : notnull => result.Try(out var value, out var failure) ? TypedResults.Ok(wire(value)) : failure.ToProblem();

    public static IResult ToCreated<T, TWire>(this Result<Made<T>> result, Func<T, TWire> wire)
        where T : notnull =>
        result.Try(out var made, out var failure)
            ? RequestKey.Mark(TypedResults.Json(wire(made.Value), statusCode: StatusCodes.Status201Created), made.IsReplay)
            : failure.ToProblem();

    public static IResult ToNoContent(this Result<Done> result) =>
        result.Failure is { } failure ? failure.ToProblem() : TypedResults.NoContent();
}
