using Microsoft.Extensions.Logging;
using ResilienceGate.Hosts;

namespace ResilienceGate.Commands;

/// <summary>Shows what the parts of the gate log among the progress of the run.</summary>
internal static class GateLogging
{
    public static ILoggerFactory To(IRunProgress progress) =>
        LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Warning).AddProvider(new Provider(progress)));

    private sealed class Provider(IRunProgress progress) : ILoggerProvider, ILogger
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
        ) => progress.Warning(formatter(state, exception));

        public void Dispose() { }
    }
}
