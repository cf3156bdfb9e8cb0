using Microsoft.Extensions.Logging;
using ResilienceGate.Hosts;

namespace ResilienceGate.Commands;

/// <summary>Shows what the parts of the gate log among the progress of the run.</summary>
internal static class GateLogging
{
    public static ILoggerFactory To(IRunProgress progress, TimeProvider time) =>
        LoggerFactory.Create(logging =>
            logging.SetMinimumLevel(LogLevel.Warning).AddProvider(new Provider(progress, new RepeatFilter(time)))
        );

    private sealed class Provider(IRunProgress progress, RepeatFilter filter) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            var message = formatter(state, exception);
            if (filter.Admits(message))
                progress.Warning(message);
        }

        public void Dispose() { }
    }
}
