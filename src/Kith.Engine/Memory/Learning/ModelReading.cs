namespace Kith.Engine.Memory.Learning;

/// <summary>What a model is shown of a message.</summary>
/// <param name="At">When it was said, by the person's own clock.</param>
/// <param name="Said">The person's own words.</param>
/// <param name="Before">What it answers, to be understood by; null when nothing, or when the model may not see it.</param>
internal sealed record ShownMessage(string Id, DateTimeOffset At, string Said, string? Before);

/// <summary>What a model read in some messages.</summary>
/// <param name="Messages">By the message's id. One that isn't here was read badly.</param>
/// <param name="Title">Null when it named none.</param>
internal sealed record ModelReading(IReadOnlyDictionary<string, Learned> Messages, string? Title);
