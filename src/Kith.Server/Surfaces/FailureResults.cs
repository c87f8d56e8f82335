using Kith.Engine;
using Kith.Server.Hosting;

namespace Kith.Server.Surfaces;

/// <summary>Expected failures as answers, in the shape of their surface.</summary>
internal static class FailureResults
{
    public static Problem ToProblem(this Failure failure) => Problem.From(failure);
}
