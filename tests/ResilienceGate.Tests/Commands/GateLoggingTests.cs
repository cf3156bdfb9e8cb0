using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using ResilienceGate.Commands;
using ResilienceGate.Hosts;
using ResilienceGate.Hosts.Console;

namespace ResilienceGate.Tests.Commands;

public sealed class GateLoggingTests : IDisposable
{
    private readonly StringWriter _output = new();
    private readonly FakeTimeProvider _time = new();
    private readonly ILoggerFactory _logs;
    private readonly ILogger _logger;

    public GateLoggingTests()
    {
        _logs = GateLogging.To(new PlainProgress(new ConsoleHost(_output, isInteractive: false), _time), _time);
        _logger = _logs.CreateLogger("gate");
    }

    public void Dispose()
    {
        _logs.Dispose();
        _output.Dispose();
    }

    [Fact]
    public void A_cluster_that_is_gone_is_told_of_now_and_then_and_each_thing_once()
    {
        for (var quarter = 0; quarter < 4 * 20; quarter++)
        {
            Warn("the watch on pods broke");
            Warn("the watch on slices broke");
            _time.Advance(TimeSpan.FromSeconds(0.25));
        }

        Assert.Equal(
            [
                "the watch on pods broke",
                "the watch on slices broke",
                "the watch on pods broke",
                "the watch on slices broke",
            ],
            Warnings()
        );
    }

    [Fact]
    public void What_changes_is_told_at_once()
    {
        Warn("the watch on pods broke");
        Warn("the watch on pods broke");
        Warn("the watch on pods was refused");

        Assert.Equal(["the watch on pods broke", "the watch on pods was refused"], Warnings());
    }

    private void Warn(string message) =>
        _logger.Log(LogLevel.Warning, eventId: default, message, exception: null, (text, _) => text);

    private string[] Warnings() =>
        [
            .. _output
                .ToString()
                .Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries)
                .Select(line => line["warning: ".Length..]),
        ];
}
