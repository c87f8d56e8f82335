using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Kith.Engine.Models.Http;

/// <summary>Gathers one answer from its events, or from one whole document.</summary>
internal abstract class ProviderReply
{
    /// <summary>Whether the model said that it is done.</summary>
    public abstract bool IsFinished { get; }

    /// <summary>Takes one event; the update for its text, or null when it has none.</summary>
    public abstract ChatResponseUpdate? Add(JsonElement data);

    /// <summary>Takes a whole answer; the update for its text.</summary>
    public abstract ChatResponseUpdate? AddWhole(JsonElement document);

    /// <summary>Whether nothing comes after this event.</summary>
    public abstract bool IsLast(JsonElement data);

    /// <summary>The last update: all but the text.</summary>
    public abstract ChatResponseUpdate Close();
}
