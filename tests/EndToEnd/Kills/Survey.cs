using k8s;
using k8s.Models;
using ResilienceGate.Clusters;

namespace ResilienceGate.EndToEnd.Kills;

/// <summary>Everything that a gate and its agents could have left in a cluster.</summary>
internal sealed class Survey(Kubernetes cluster, ClusterProcesses processes)
{
    private const string Mark = "resilience-gate.io/";
    private const string SystemTaint = "node.kubernetes.io/";

    /// <summary>What is still broken; empty when the target is as it was.</summary>
    public async Task<IReadOnlyList<string>> EffectsAsync(CancellationToken ct) =>
        [
            .. await RequestsAsync(ct),
            .. processes.List().Where(p => p.IsOfFault).Select(p => $"process {p.Id}: {p.CommandLine[..60]}"),
            .. (await new PodFilters(processes).RulesAsync(ct)).Live.Select(r => $"rule {r}"),
            .. await HealthAsync(ct),
        ];

    /// <summary>What only a request to the API server undoes.</summary>
    public async Task<IReadOnlyList<string>> RequestsAsync(CancellationToken ct)
    {
        var nodes = await cluster.CoreV1.ListNodeAsync(cancellationToken: ct);
        var pods = await cluster.CoreV1.ListNamespacedPodAsync(TestTarget.Namespace, cancellationToken: ct);
        var images = await ImagesAsync(ct);
        return
        [
            .. nodes.Items.Where(n => n.Spec.Unschedulable is true).Select(n => $"node {n.Name()} is cordoned"),
            .. nodes.Items.SelectMany(Marks).Select(m => $"node {m}"),
            .. nodes.Items.SelectMany(Taints).Select(t => $"node {t}"),
            .. pods.Items.SelectMany(Marks).Select(m => $"pod {m}"),
            .. pods
                .Items.Where(p => p.GetLabel(Labels.ManagedBy) is null)
                .SelectMany(p => p.Spec.Containers.Select(c => (Pod: p.Name(), c.Image)))
                .Where(c => !images.Contains(c.Image))
                .Select(c => $"pod {c.Pod} has the image {c.Image}"),
            .. pods.Items.SelectMany(Agents).Select(a => $"agent {a} runs"),
        ];
    }

    /// <summary>The objects of gates, whatever they are for.</summary>
    public async Task<IReadOnlyList<string>> ObjectsAsync(CancellationToken ct)
    {
        const string Ours = $"{Labels.ManagedBy}={Labels.Product}";
        var maps = await cluster.CoreV1.ListConfigMapForAllNamespacesAsync(labelSelector: Ours, cancellationToken: ct);
        var pods = await cluster.CoreV1.ListPodForAllNamespacesAsync(labelSelector: Ours, cancellationToken: ct);
        var jobs = await cluster.BatchV1.ListJobForAllNamespacesAsync(labelSelector: Ours, cancellationToken: ct);
        var leases = await cluster.CoordinationV1.ListLeaseForAllNamespacesAsync(
            labelSelector: Ours,
            cancellationToken: ct
        );
        return
        [
            .. maps.Items.Select(m => $"ConfigMap {m.Name()}"),
            .. pods.Items.Select(p => $"Pod {p.Name()}"),
            .. jobs.Items.Select(j => $"Job {j.Name()}"),
            .. leases.Items.Select(l => $"Lease {l.Name()}"),
        ];
    }

    private async Task<IReadOnlyList<string>> HealthAsync(CancellationToken ct)
    {
        var deployments = await cluster.AppsV1.ListNamespacedDeploymentAsync(
            TestTarget.Namespace,
            cancellationToken: ct
        );
        return
        [
            .. deployments
                .Items.Where(d => d.Status.ReadyReplicas != d.Spec.Replicas || d.Status.Replicas != d.Spec.Replicas)
                .Select(d => $"{d.Name()} has {d.Status.ReadyReplicas ?? 0} of {d.Spec.Replicas} pods ready"),
        ];
    }

    private async Task<HashSet<string>> ImagesAsync(CancellationToken ct)
    {
        var deployments = await cluster.AppsV1.ListNamespacedDeploymentAsync(
            TestTarget.Namespace,
            cancellationToken: ct
        );
        return [.. deployments.Items.SelectMany(d => d.Spec.Template.Spec.Containers).Select(c => c.Image)];
    }

    private static IEnumerable<string> Marks(IKubernetesObject<V1ObjectMeta> obj) =>
        (obj.Annotations() ?? new Dictionary<string, string>())
            .Keys.Where(k => k.StartsWith(Mark, StringComparison.Ordinal))
            .Select(k => $"{obj.Name()} bears {k}");

    private static IEnumerable<string> Taints(V1Node node) =>
        (node.Spec.Taints ?? [])
            .Where(t => !t.Key.StartsWith(SystemTaint, StringComparison.Ordinal))
            .Select(t => $"{node.Name()} has the taint {t.Key}");

    private static IEnumerable<string> Agents(V1Pod pod) =>
        (pod.Status.EphemeralContainerStatuses ?? [])
            .Where(s => s.State?.Terminated is null)
            .Select(s => $"{s.Name} in {pod.Name()}");
}
