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
        silo.Services.TryAddSingleton<RewriteRequests>();
        silo.Services.AddSingleton(typeof(PerSilo<>));
        silo.Services.AddSingleton<OutboxSweeper>();
        silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(services => services.GetRequiredService<OutboxSweeper>());
        return silo;
    }

    /// <summary>Lets actors be reminded, and keeps their reminders in actors: for a silo that is alone.</summary>
    public static ISiloBuilder AddReminderActors(this ISiloBuilder silo)
    {
        silo.AddReminders();
        silo.Services.AddSingleton<ReminderActors>();
        silo.Services.AddSingleton<IReminderTable>(services => services.GetRequiredService<ReminderActors>());
        silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(services => services.GetRequiredService<ReminderActors>());
        return silo;
    }
}
