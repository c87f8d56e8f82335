namespace Kith.Server.Hosting;

/// <summary>A header that breaks a rule, found where the framework binds a route's parameters and knows only exceptions.</summary>
internal sealed class BadHeaderException(string header, string text) : BadHttpRequestException($"{header} {text}")
{
    public string Header => header;

    public string Text => text;
}
