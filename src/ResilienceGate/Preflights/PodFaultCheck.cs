using k8s;
using k8s.Autorest;
using k8s.Models;
using ResilienceGate.Agents.Faults;
using ResilienceGate.Clusters;
using ResilienceGate.Core.Experiments;
using ResilienceGate.Faults.Network;
using ResilienceGate.Faults.PodAgents;
using ResilienceGate.Plans;
using ResilienceGate.Targets;

namespace ResilienceGate.Preflights;

/// <summary>Whether the target's pods can bear the plan's faults from inside, as far as it can be known beforehand.</summary>
internal sealed class PodFaultCheck(IKubernetes cluster)
{
    /// <summary>On the nodes of an embedded cluster: how far its pods are apart from the machine.</summary>
    private const string IsolationLabel = "resilience-gate.io/isolation";

    private const string Loopback = "loopback";

    /// <exception cref="GateException">A pod shares what the fault would break, or its agent would be refused.</exception>
    public async Task RequireAsync(Plan plan, Target target, CancellationToken ct)
    {
        var faults = plan.Experiments.Select(e => e.Fault).OfType<Fault.InPod>().Distinct().ToList();
        if (faults.Count == 0)
            return;
        var pods = await cluster.CoreV1.ListNamespacedPodAsync(
            target.Namespace,
            labelSelector: target.Selector,
            cancellationToken: ct
        );
        var running = pods.Items.Where(p => p.Status?.Phase is "Running").ToList();
        foreach (var node in running.Select(p => p.Spec.NodeName).Distinct(StringComparer.Ordinal))
            await RequireIsolationAsync(faults[0], node, ct);
        foreach (var fault in faults)
        foreach (var pod in running.Take(1))
            await RequireAdmissionAsync(fault, pod, plan.Agent.Image, ct);
    }

    private async Task RequireIsolationAsync(Fault fault, string node, CancellationToken ct)
    {
        var found = await cluster.CoreV1.ReadNodeAsync(node, cancellationToken: ct);
        if (found.GetLabel(IsolationLabel) == Loopback)
            throw new GateException(
                $"The pods on {node} share network and limits of their machine, so {fault.Kind} would hit everything on it. "
                    + "The embedded cluster isolates its pods when root starts it (`cluster up --isolation namespaces`); or "
                    + "take a real cluster."
            );
    }

    private async Task RequireAdmissionAsync(Fault.InPod fault, V1Pod pod, string image, CancellationToken ct)
    {
        var order = PodOrders.For(fault, pod.Spec, NetworkAim.None);
        if (order.Refused is { } refused)
            throw new GateException($"{fault.Kind} cannot be done in {pod.Name()}: {refused}.");
        try
        {
            await cluster.CoreV1.PatchNamespacedPodEphemeralcontainersAsync(
                AgentContainer.Patch(
                    pod,
                    image,
                    new FaultOrder
                    {
                        Run = "dry-run",
                        Injection = AgentContainer.NewName("dry-run"),
                        BeginWithin = TimeSpan.Zero,
                        Lasts = TimeSpan.Zero,
                        Fault = order.Fault,
                    },
                    order.Target
                ),
                pod.Name(),
                pod.Namespace(),
                dryRun: DryRun.All,
                cancellationToken: ct
            );
        }
        catch (HttpOperationException e)
        {
            throw new GateException(
                $"The cluster would refuse the agent of {fault.Kind} in {pod.Name()}: {e.Explain()}",
                e
            );
        }
    }
}
