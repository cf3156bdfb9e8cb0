using System.CommandLine;
using System.Diagnostics;

namespace ResilienceGate.Commands;

/// <summary><c>cluster down</c>.</summary>
internal static class ClusterDownCommand
{
    private static readonly TimeSpan EndWithin = TimeSpan.FromSeconds(20);

    public static Command Create(CommandContext context)
    {
        var which = new EmbeddedClusterCliOptions();
        var command = new Command(
            "down",
            """
            Ends an embedded cluster, with all of its processes.

            Example: resilience-gate cluster down
            """
        );
        which.SetAction(
            command,
            context,
            async (machines, parsed, ct) =>
            {
                var report = await machines.EndAsync(ct);
                await EndedAsync(report.ProcessId, ct);
                File.Delete(machines.Kubeconfig);
                await parsed.InvocationConfiguration.Output.WriteLineAsync("The cluster has ended.");
            }
        );
        return command;
    }

    private static async Task EndedAsync(int processId, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(EndWithin);
        try
        {
            using var process = Process.GetProcessById(processId);
            await process.WaitForExitAsync(limit.Token);
        }
        catch (ArgumentException)
        {
            // Faster than this.
        }
        catch (OperationCanceledException e) when (!ct.IsCancellationRequested)
        {
            throw new GateException(
                $"The cluster has not ended after {EndWithin.TotalSeconds:0} s; `kill -9 {processId}` ends it, and its "
                    + "processes end with it.",
                e
            );
        }
    }
}
