using Kith.Engine.Users;
using Kith.Server.Hosting;

namespace Kith.Server.Identity;

/// <summary>Where a request comes from, as it is shown in the list of sign-ins.</summary>
internal static class Devices
{
    private const int LongestUserAgent = 256;

    public static Device Of(HttpContext context) => new(UserAgentOf(context), RateLimits.NetworkOf(context));

    private static string UserAgentOf(HttpContext context)
    {
        var text = context.Request.Headers.UserAgent.ToString();
        return string.Concat(text.Take(LongestUserAgent).Where(c => !char.IsControl(c) && !char.IsSurrogate(c)));
    }
}
