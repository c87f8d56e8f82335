using Kith.Engine.Models;

namespace Kith.Engine.Tests.Models;

public sealed class ModelReachTests
{
    [Theory]
    [InlineData("http://127.0.0.1:11434/v1", true)]
    [InlineData("http://localhost:1234/v1", true)]
    [InlineData("http://LocalHost./v1", true)]
    [InlineData("http://models.localhost", true)]
    [InlineData("http://host.docker.internal:11434/v1", true)]
    [InlineData("http://box.local", true)]
    [InlineData("http://nas.home.arpa", true)]
    [InlineData("http://10.1.2.3", true)]
    [InlineData("http://172.16.0.1", true)]
    [InlineData("http://172.31.255.255", true)]
    [InlineData("http://192.168.1.20:8080/v1", true)]
    [InlineData("http://169.254.10.1", true)]
    [InlineData("http://[::1]:8080", true)]
    [InlineData("http://[fe80::1]", true)]
    [InlineData("http://[fd00::1]", true)]
    [InlineData("http://[::ffff:192.168.1.1]", true)]
    [InlineData("https://api.openai.com/v1", false)]
    [InlineData("http://8.8.8.8", false)]
    [InlineData("http://172.32.0.1", false)]
    [InlineData("http://172.15.0.1", false)]
    [InlineData("http://192.169.0.1", false)]
    [InlineData("http://[2001:db8::1]", false)]
    [InlineData("http://[::ffff:8.8.8.8]", false)]
    [InlineData("http://notlocalhost", false)]
    [InlineData("http://localhost.example.org", false)]
    [InlineData("http://internal", false)]
    [InlineData("http://thelocal", false)]
    public void A_server_is_local_by_its_address_or_a_name_that_can_be_nowhere_else(string url, bool local)
    {
        Assert.Equal(local, ModelReach.IsLocalHost(new Uri(url)));
        Assert.Equal(local, ModelReach.Of(new ModelsOptions { OpenAIBaseUrl = url }).IsLocal);
    }

    [Fact]
    public void Everybody_who_may_step_in_counts()
    {
        Assert.True(ModelReach.Of(new ModelsOptions()).IsLocal);
        Assert.False(ModelReach.Of(new ModelsOptions { OpenAIApiKey = "k" }).IsLocal);
        Assert.False(ModelReach.Of(new ModelsOptions { OpenAIBaseUrl = "http://127.0.0.1/v1", AnthropicApiKey = "k" }).IsLocal);
        Assert.True(
            ModelReach
                .Of(
                    new ModelsOptions
                    {
                        OpenAIBaseUrl = "http://127.0.0.1/v1",
                        AnthropicApiKey = "k",
                        AnthropicBaseUrl = "http://10.0.0.2",
                    }
                )
                .IsLocal
        );
    }
}
