using Kith.Engine.Models.Http;

namespace Kith.Engine.Tests.Models;

/// <summary>What is shown to people says what to do and gives nothing away.</summary>
public sealed class SafeMessageTests
{
    private readonly ProviderFaults _faults = new("openai", "OpenAI", "OPENAI_API_KEY", "top-secret-key", TimeProvider.System);

    [Fact]
    public void A_refused_key_is_not_repeated()
    {
        var error = new ProviderError("Incorrect API key provided: sk-proj-*****abcd.", "invalid_api_key", null);

        Assert.Equal("OpenAI refused the key (401). Check OPENAI_API_KEY.", _faults.FromStatus(401, null, error).Message);
    }

    [Fact]
    public void Keys_addresses_and_line_breaks_are_taken_out_and_the_rest_is_cut()
    {
        var error = new ProviderError(
            "Bad\r\n\u0007 top-secret-key, sk-live-12345 at https://a.b/?key=x " + new string('z', 500),
            null,
            null
        );

        var message = _faults.FromStatus(400, null, error).Message;

        Assert.StartsWith("OpenAI rejected the request (400): Bad [key], [key] at [address] zzz", message, StringComparison.Ordinal);
        Assert.EndsWith("z…. Check OPENAI_API_KEY.", message, StringComparison.Ordinal);
        Assert.InRange(message.Length, 200, 300);
    }

    [Theory]
    [InlineData("""{"error":{"message":"m","type":"t","param":"p","code":"c"}}""", "m", "c", "p")]
    [InlineData("""{"type":"error","error":{"type":"overloaded_error","message":"m"}}""", "m", "overloaded_error", null)]
    [InlineData("""{"error":"m"}""", "m", null, null)]
    [InlineData("""{"detail":"m"}""", null, null, null)]
    [InlineData("""[1]""", null, null, null)]
    [InlineData("""<html>""", null, null, null)]
    [InlineData("", null, null, null)]
    public void Errors_are_read_in_any_shape(string body, string? message, string? code, string? parameter)
    {
        Assert.Equal(new ProviderError(message, code, parameter), ProviderError.Parse(body));
    }
}
