using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Journaling;

namespace LmsActors.Kernel;

/// <summary>Registers what every actor stands on.</summary>
internal static class KernelHosting
{
    /// <summary>The journal format: entries are bytes of Orleans' own serializer, which carries aliases and member ids.</summary>
    public const string JournalFormat = "orleans-binary";

    public static ISiloBuilder AddKernel(this ISiloBuilder silo)
    {
        silo.AddJournaling();
        silo.Services.Configure<JournaledStateManagerOptions>(options => options.JournalFormatKey = JournalFormat);
        silo.Services.AddOptions<LogOptions>();
        silo.Services.TryAddSingleton(TimeProvider.System);
        silo.Services.AddScoped(typeof(Log<,>));
        silo.Services.AddSingleton(typeof(PerSilo<>));
        silo.Services.AddSingleton<OutboxSweeper>();
        silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(services => services.GetRequiredService<OutboxSweeper>());
        return silo;
    }
}
