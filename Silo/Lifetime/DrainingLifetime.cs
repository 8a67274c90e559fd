using System.Runtime.InteropServices;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LmsActors.Hosting;

/// <summary>
/// How a process is told to stop: at SIGTERM, which supervisors send, it drains first; at SIGINT, which a person's Ctrl+C is, at SIGQUIT,
/// and at a second SIGTERM it stops at once.
/// </summary>
internal sealed class DrainingLifetime(Drain drain, IHostApplicationLifetime application, IHostEnvironment environment, ILoggerFactory loggers)
    : IHostLifetime, IDisposable
{
    private readonly ILogger _logger = loggers.CreateLogger("Microsoft.Hosting.Lifetime");
    private readonly List<IDisposable> _registrations = [];

    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        _registrations.AddRange(
        [
            application.ApplicationStarted.Register(() => _logger.LogInformation("Application started. Press Ctrl+C to shut down.")),
            application.ApplicationStopping.Register(OnStopping),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnTerminate),
            PosixSignalRegistration.Create(PosixSignal.SIGINT, OnInterrupt),
            PosixSignalRegistration.Create(PosixSignal.SIGQUIT, OnInterrupt),
        ]);
        _logger.LogInformation("Hosting environment: {Environment}", environment.EnvironmentName);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _registrations.ForEach(registration => registration.Dispose());

    private void OnStopping()
    {
        _logger.LogInformation("Application is shutting down...");
        drain.End();
    }

    private void OnInterrupt(PosixSignalContext context)
    {
        context.Cancel = true;
        application.StopApplication();
    }

    private void OnTerminate(PosixSignalContext context)
    {
        context.Cancel = true;
        _ = StopAsync();
    }

    private async Task StopAsync()
    {
        if (application.ApplicationStarted.IsCancellationRequested && drain.For > TimeSpan.Zero)
        {
            _logger.LogInformation("Draining for {Duration}.", drain.For);
            await drain.RunAsync(application.ApplicationStopping);
        }

        application.StopApplication();
    }
}
