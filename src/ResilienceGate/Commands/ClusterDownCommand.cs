using System.CommandLine;
using System.Diagnostics;
using ResilienceGate.Clusters;
using ResilienceGate.EmbeddedClusters;

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
        which.AddTo(command);
        command.SetGuardedAction(
            context.Host,
            async (parsed, ct) =>
            {
                var kubeconfig = which.Kubeconfig(parsed, context);
                using var kubernetes = ClusterConnection.Open(new ClusterOptions(kubeconfig, null));
                var report = await new ClusterMachines(kubernetes, kubeconfig).EndAsync(ct);
                await EndedAsync(report.ProcessId, ct);
                File.Delete(kubeconfig);
                await parsed.InvocationConfiguration.Output.WriteLineAsync("The cluster has ended.");
                return ExitCodes.Pass;
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
