using System.ClientModel.Primitives;

namespace Kith.Engine.Models.OpenAI;

/// <summary>For servers without keys: takes out the <c>Authorization</c> header, for which the SDK insists on some key.</summary>
internal sealed class NoAuthentication : PipelinePolicy
{
    public override void Process(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
    {
        message.Request.Headers.Remove("Authorization");
        ProcessNext(message, pipeline, currentIndex);
    }

    public override ValueTask ProcessAsync(PipelineMessage message, IReadOnlyList<PipelinePolicy> pipeline, int currentIndex)
    {
        message.Request.Headers.Remove("Authorization");
        return ProcessNextAsync(message, pipeline, currentIndex);
    }
}
