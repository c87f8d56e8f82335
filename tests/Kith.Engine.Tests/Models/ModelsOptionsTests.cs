using Kith.Engine.Models;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Kith.Engine.Tests.Models;

public sealed class ModelsOptionsTests
{
    [Fact]
    public void The_defaults_are_well()
    {
        Assert.Empty(new ModelsOptions().CheckSettings());
    }

    [Fact]
    public void Every_mistake_is_told_at_once_with_what_is_allowed_and_without_the_value()
    {
        var options = new ModelsOptions
        {
            OpenAIBaseUrl = "https://me:sk-secret@example.org/v1",
            AnthropicBaseUrl = "ftp://example.org",
            OpenAIApiKey = "sk-se\ncret",
            AnthropicApiKey = "sk-secret ä",
            OpenAIModel = "a\nb",
            ConnectTimeout = TimeSpan.Zero,
            TotalTimeout = TimeSpan.FromDays(2),
        };

        var errors = options.CheckSettings();

        Assert.Equal(
            [
                "OPENAI_BASE_URL",
                "ANTHROPIC_BASE_URL",
                "OPENAI_API_KEY",
                "OPENAI_MODEL",
                "ANTHROPIC_API_KEY",
                "ConnectTimeout",
                "TotalTimeout",
            ],
            errors.Select(error => error.Split(' ')[0])
        );
        Assert.DoesNotContain(errors, error => error.Contains("secret", StringComparison.Ordinal));
        Assert.All(errors, error => Assert.Contains(" must be ", error, StringComparison.Ordinal));
    }

    [Fact]
    public void Wrong_settings_do_not_register()
    {
        var options = new ModelsOptions { OpenAIBaseUrl = "localhost:11434" };

        var failure = Assert.Throws<OptionsValidationException>(() => new ServiceCollection().AddModels(options));

        Assert.StartsWith("OPENAI_BASE_URL", Assert.Single(failure.Failures), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_base_url_may_end_in_a_slash()
    {
        await using var models = await TestModels.StartAsync((options, server) => options.OpenAIBaseUrl = server.BaseUrl + "/");

        Assert.Equal("hello", (await models.AskAsync("echo")).Whole().Text);
    }
}
