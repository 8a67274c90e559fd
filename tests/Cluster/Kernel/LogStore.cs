using System.Buffers;
using LmsActors.Storage.Archive;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Journaling;
using Orleans.Providers;
using Orleans.Serialization;

namespace LmsActors.Kernel;

/// <summary>Logs without actors: the kernel's own log, with the serializers of this build, over journals in memory.</summary>
internal sealed class LogStore : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public LogStore()
    {
        var services = new ServiceCollection();
        services.AddLogging().AddSerializer();
        services.AddKeyedSingleton(JournalingTimeProviderNames.Journaling, TimeProvider.System);
        new Builder(services).AddKernel().AddJournalStorage(ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME, _ => Storage);
        _services = services.BuildServiceProvider();
    }

    public FaultyStorage Storage { get; } = new();

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    /// <summary>Reads the log of this name; it is empty if there is none.</summary>
    public async Task<OpenLog<TState, TEvent>> OpenAsync<TState, TEvent>(string name)
        where TState : class, IState<TState, TEvent>, new()
    {
        var journal = _services.GetRequiredService<IJournaledStateManagerFactory>().CreateStandalone(new JournalId(name));
        var log = new Log<TState, TEvent>(
            journal, _services.GetRequiredService<Serializer>(), TimeProvider.System, _services.GetRequiredService<IOptions<LogOptions>>());
        log.Hold(int.MaxValue, untilDelivered: true);
        try
        {
            await journal.InitializeAsync();
        }
        catch
        {
            await journal.DisposeAsync();
            throw;
        }

        return new(log, journal);
    }

    /// <summary>All bytes of a journal.</summary>
    public async Task<byte[]> BytesAsync(string name)
    {
        var read = new JournalCollector();
        await Storage.Journals.CreateStorage(new JournalId(name)).ReadAsync(read, CancellationToken.None);
        return read.Bytes.ToArray();
    }

    private sealed class Builder(IServiceCollection services) : ISiloBuilder
    {
        public IServiceCollection Services => services;

        public IConfiguration Configuration { get; } = new ConfigurationBuilder().Build();
    }
}

/// <summary>A log that was read, until it is closed.</summary>
internal sealed class OpenLog<TState, TEvent>(Log<TState, TEvent> log, IJournaledStateManager journal) : IAsyncDisposable
    where TState : class, IState<TState, TEvent>, new()
{
    public Log<TState, TEvent> Log => log;

    public ValueTask DisposeAsync() => journal.DisposeAsync();
}
