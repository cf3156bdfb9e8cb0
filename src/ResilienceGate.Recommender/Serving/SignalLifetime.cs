using System.Runtime.InteropServices;
using ResilienceGate.Recommender.Serving.Configuration;

namespace ResilienceGate.Recommender.Serving;

/// <summary>Ends the server on a signal. What SIGTERM does is an option; SIGINT (Ctrl+C) always ends it gracefully.</summary>
internal sealed partial class SignalLifetime(
    ServerOptions options,
    IHostApplicationLifetime lifetime,
    ILogger<SignalLifetime> logger
) : IHostLifetime, IDisposable
{
    private readonly List<PosixSignalRegistration> registrations = [];

    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop));

        // Abrupt takes no registration: the runtime's own answer to SIGTERM is to end the process, with 143.
        if (options.Shutdown is ShutdownMode.Graceful)
            registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop));
        else if (options.Shutdown is ShutdownMode.Ignore)
            registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, Ignore));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => registrations.ForEach(registration => registration.Dispose());

    private void Stop(PosixSignalContext context)
    {
        context.Cancel = true;
        LogStopping(context.Signal, options.DrainTime);
        lifetime.StopApplication();
    }

    private void Ignore(PosixSignalContext context)
    {
        context.Cancel = true;
        LogIgnored(context.Signal);
    }

    [LoggerMessage(1, LogLevel.Information, "{Signal}: not ready from now on; requests in flight get {DrainTime}")]
    private partial void LogStopping(PosixSignal signal, TimeSpan drainTime);

    [LoggerMessage(2, LogLevel.Warning, "{Signal} ignored: SHUTDOWN=ignore")]
    private partial void LogIgnored(PosixSignal signal);
}
