using Microsoft.Extensions.DependencyInjection;

namespace Kith.Engine.Idempotency;

public static class IdempotencyRegistration
{
    public static IServiceCollection AddIdempotency(this IServiceCollection services) => services.AddHostedService<IdempotencyWorker>();
}
