using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;

namespace LmsActors.Hosting;

/// <summary>A network endpoint in name only: it is "bound" without a socket, and no connection ever arrives.</summary>
internal sealed class NoListener(EndPoint endpoint) : IConnectionListener
{
    private readonly TaskCompletionSource<ConnectionContext?> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public EndPoint EndPoint => endpoint;

    /// <summary>Takes the place of every listener factory that Orleans has registered.</summary>
    public static void ReplaceIn(IServiceCollection services)
    {
        var listeners = services.Where(service => service.IsKeyedService && service.ServiceType == typeof(IConnectionListenerFactory)).ToList();
        foreach (var listener in listeners)
        {
            services.Remove(listener);
            services.AddKeyedSingleton<IConnectionListenerFactory, Factory>(listener.ServiceKey);
        }
    }

    public ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default) =>
        new(_closed.Task.WaitAsync(cancellationToken));

    public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        _closed.TrySetResult(null);
        return default;
    }

    public ValueTask DisposeAsync() => UnbindAsync();

    private sealed class Factory : IConnectionListenerFactory
    {
        public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
            new(new NoListener(endpoint));
    }
}
