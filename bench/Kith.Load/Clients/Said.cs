using System.Diagnostics;

namespace Kith.Load.Clients;

/// <summary>Something a witness said, and all that it was told of it.</summary>
internal sealed class Said(string key, string text)
{
    private readonly List<(long At, string Text)> _tokens = [];

    /// <summary>Idempotency key or client id: the same when it is sent again.</summary>
    public string Key => key;

    /// <summary>Like no other text.</summary>
    public string Text => text;

    /// <summary>The server told that it is stored.</summary>
    public bool IsAcknowledged { get; private set; }

    /// <summary>The server told that it isn't, and won't be.</summary>
    public bool IsRefused { get; private set; }

    /// <summary>The server told how it ended.</summary>
    public bool IsOver { get; private set; }

    /// <summary>How often it was sent.</summary>
    public int Attempts { get; set; }

    public IReadOnlyList<(long At, string Text)> Tokens => _tokens;

    public string SeenText => string.Concat(_tokens.Select(token => token.Text));

    /// <summary>Takes one frame of the turn. A repeat tells tokens again from the first on.</summary>
    /// <exception cref="TurnFailedException">A token that isn't the next one, or another one than the first time.</exception>
    public void Take(string type, int index, string content)
    {
        switch (type)
        {
            case "message":
                IsAcknowledged = true;
                break;
            case "token" when index == _tokens.Count:
                _tokens.Add((Stopwatch.GetTimestamp(), content));
                break;
            case "token" when index > _tokens.Count || _tokens[index].Text != content:
                throw new TurnFailedException($"token {index} \"{content}\" after {_tokens.Count} tokens");
            case "done":
                IsOver = true;
                break;
            default:
                break;
        }
    }

    public void Refuse() => IsRefused = true;
}
