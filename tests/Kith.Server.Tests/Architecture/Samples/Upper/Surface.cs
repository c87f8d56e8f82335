using Kith.Engine.Storage;
using Microsoft.Extensions.AI;

namespace Kith.Server.Tests.Architecture.Samples.Upper;

/// <summary>What a surface may not do.</summary>
public static class ReachesStorage
{
    public static Type Of() => typeof(Database);
}

public static class CallsModel
{
    public static async Task<ChatResponse> AskAsync(IServiceProvider services)
    {
        var model = (IChatClient)services.GetService(typeof(IChatClient))!;
        return await model.GetResponseAsync("hello");
    }
}
