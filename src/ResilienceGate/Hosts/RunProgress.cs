using ResilienceGate.Hosts.Console;
using Spectre.Console;

namespace ResilienceGate.Hosts;

/// <summary>A live status where somebody can watch it, lines everywhere else.</summary>
internal static class RunProgress
{
    public static IRunProgress Create(ICiHost host, IAnsiConsole console, TimeProvider time) =>
        host.IsInteractive && console.Profile.Capabilities is { Ansi: true, Interactive: true }
            ? new LiveProgress(console, time)
            : new PlainProgress(host, time);
}
