using Microsoft.Extensions.DependencyInjection;

namespace Kith.Engine.People.Receipts;

public static class ReceiptsRegistration
{
    public static IServiceCollection AddReceipts(this IServiceCollection services) =>
        services
            .AddSingleton<ReadReceipts>()
            .AddSingleton(provider => new Deliveries(provider.GetRequiredService<ReadReceipts>()))
            .AddHostedService<DeliveriesWorker>();
}
