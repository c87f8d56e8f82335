using Kith.Engine.Models.Anthropic;
using Kith.Engine.Models.Http;
using Kith.Engine.Models.OpenAI;
using Kith.Engine.Models.Pipeline;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Kith.Engine.Models;

/// <summary>Registers the models, and says how a call goes through them.</summary>
public static class ModelsServices
{
    /// <summary>The key under which the offline friend is registered, an <see cref="IChatClient"/> like another.</summary>
    public const string OfflineFriend = "offline";

    /// <summary>The offline friend's name where a model's name is wanted.</summary>
    public const string OfflineModel = "offline-friend";

    /// <summary>
    /// Adds the one <see cref="IChatClient"/> that turns call (what it yields: <see cref="ModelAnswer"/>), the
    /// <c>IReadOnlyList</c> of <see cref="ConfiguredModel"/>s, their <see cref="ModelReach"/>, the <see cref="BackgroundModel"/> and the
    /// <see cref="EmbeddingModel"/>. Needs the offline friend under <see cref="OfflineFriend"/>.
    /// </summary>
    /// <exception cref="OptionsValidationException">
    /// A setting is wrong; the failures say what is allowed. Thrown when the client is first resolved.
    /// </exception>
    public static IServiceCollection AddModels(this IServiceCollection services, Func<IServiceProvider, ModelsOptions> options)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(s => CreateRoutes(s, Checked(options(s))));
        services.AddSingleton(s => ModelReach.Of(Checked(options(s))));
        services.AddSingleton(s => s.GetRequiredService<Routes>().List());
        services.AddSingleton(s => new BackgroundModel(s.GetRequiredService<Routes>().First?.Client, s.GetRequiredService<TimeProvider>()));
        services.AddSingleton(s => CreateEmbeddingModel(Checked(options(s)), s.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IChatClient>(s => new FailoverChatClient(s.GetRequiredService<Routes>(), Logger(s)));
        return services;
    }

    /// <summary>The same, with settings known by now and checked at once.</summary>
    /// <exception cref="OptionsValidationException">A setting is wrong; the failures say what is allowed.</exception>
    public static IServiceCollection AddModels(this IServiceCollection services, ModelsOptions options)
    {
        Checked(options);
        return services.AddModels(_ => options);
    }

    private static ModelsOptions Checked(ModelsOptions options) =>
        options.CheckSettings() is { Count: > 0 } errors
            ? throw new OptionsValidationException(nameof(ModelsOptions), typeof(ModelsOptions), errors)
            : options;

    private static Routes CreateRoutes(IServiceProvider services, ModelsOptions options)
    {
        var clock = services.GetRequiredService<TimeProvider>();
        HttpClient Http() => ProviderHttp.Create(options.ConnectTimeout);
        var openAI = options.HasOpenAI ? new OpenAIChatClient(options, Http(), clock) : null;
        var anthropic = options.HasAnthropic ? new AnthropicChatClient(options, Http(), clock) : null;
        return new Routes(
            openAI is null ? null : Guard(Provider.OpenAI, options.OpenAIDefaultModel, openAI, options, clock),
            anthropic is null ? null : Guard(Provider.Anthropic, options.AnthropicDefaultModel, anthropic, options, clock),
            new Candidate(Provider.Offline, services.GetRequiredKeyedService<IChatClient>(OfflineFriend), OfflineModel)
        );
    }

    /// <summary>Without repeats or a breaker: whoever asks knows how long it can wait, and what to do without.</summary>
    internal static EmbeddingModel CreateEmbeddingModel(ModelsOptions options, TimeProvider clock) =>
        options.EmbeddingModel is { } model
            ? new EmbeddingModel(
                model,
                new OpenAIEmbeddingGenerator(options, ProviderHttp.Create(options.ConnectTimeout), clock),
                new ModelReach(ModelReach.IsLocalHost(options.OpenAIEndpoint)),
                clock
            )
            : EmbeddingModel.None(clock);

    /// <summary>
    /// What a call goes through at one provider, from the top to the bottom. Above it, <see cref="FailoverChatClient"/> chooses the provider
    /// and turns to the next one when this one is unavailable.
    /// </summary>
    internal static Candidate Guard(string provider, string model, IChatClient client, ModelsOptions options, TimeProvider clock) =>
        new(
            provider,
            // A provider that failed five times in 30 s is left alone for 30 s.
            new BreakerChatClient(
                // Until the first text, a busy or unreachable provider is asked at most twice more.
                new RetryChatClient(
                    // Each time it has so long to begin, to go on and to finish.
                    new TimeoutChatClient(
                        // Each time is measured.
                        new TelemetryChatClient(client, provider, model, clock),
                        provider,
                        options,
                        clock
                    ),
                    clock
                ),
                provider,
                clock
            ),
            model
        );

    private static ILogger Logger(IServiceProvider services) =>
        services.GetService<ILoggerFactory>()?.CreateLogger(ModelsTelemetry.Name) ?? NullLogger.Instance;
}
