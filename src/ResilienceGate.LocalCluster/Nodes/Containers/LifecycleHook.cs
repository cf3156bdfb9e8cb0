using System.Net;
using k8s.Models;
using ResilienceGate.LocalCluster.Nodes.Probes;

namespace ResilienceGate.LocalCluster.Nodes.Containers;

/// <summary>Runs the preStop hook of a container.</summary>
internal sealed class LifecycleHook(V1LifecycleHandler handler, TimeProvider clock)
{
    // The kubelet gives a request of a hook no limit of its own; the grace ends it.
    private static readonly TimeSpan NoTimeout = TimeSpan.FromDays(1);

    /// <param name="container">The container's spec, for its named ports.</param>
    /// <param name="run">The running container.</param>
    /// <param name="address">The pod's address.</param>
    /// <param name="ct">The grace is over, or the container ended by itself.</param>
    /// <returns>What went wrong, or null.</returns>
    public async Task<string?> RunAsync(
        V1Container container,
        ContainerRun run,
        IPAddress address,
        CancellationToken ct
    )
    {
        try
        {
            if (handler.Sleep is { } sleep)
            {
                await Task.Delay(TimeSpan.FromSeconds(sleep.Seconds), clock, ct);
                return null;
            }

            var probe = new V1Probe
            {
                Exec = handler.Exec,
                HttpGet = handler.HttpGet,
                TcpSocket = handler.TcpSocket,
            };
            var outcome = await Probers.Create(probe, container, run, address).ProbeAsync(NoTimeout, ct);
            return outcome.Succeeded ? null : outcome.Output;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return run.Process.Exited.IsCompleted ? null : "context deadline exceeded";
        }
    }
}
