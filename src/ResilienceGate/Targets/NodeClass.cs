using System.Net;
using k8s;
using k8s.Autorest;
using k8s.Models;
using ResilienceGate.Clusters;

namespace ResilienceGate.Targets;

/// <summary>
/// On what kind of nodes a target runs, coarsely: their architecture, and their instance type where all have the same. In
/// a pool of several types the scheduler deals them anew with every rollout, and none of its hands is a class of its own.
/// </summary>
internal sealed class NodeClass(IKubernetes cluster)
{
    private const string Architecture = "kubernetes.io/arch";
    private const string InstanceType = "node.kubernetes.io/instance-type";

    /// <summary><c>amd64</c>, <c>amd64 m7i.large</c>, <c>amd64+arm64 mixed</c>.</summary>
    public async Task<string> OfAsync(Target target, CancellationToken ct)
    {
        var pods = await cluster.CoreV1.ListNamespacedPodAsync(
            target.Namespace,
            labelSelector: target.Selector,
            cancellationToken: ct
        );
        var nodes = new List<V1Node>();
        foreach (var name in pods.Items.Where(Runs).Select(p => p.Spec.NodeName).Distinct())
        {
            if (await FindAsync(name, ct) is { } node)
                nodes.Add(node);
        }
        if (nodes.Count == 0)
            return "none yet";
        var architecture = string.Join('+', Values(nodes, Architecture));
        return Values(nodes, InstanceType) switch
        {
            [] => architecture,
            [var type] => $"{architecture} {type}",
            _ => $"{architecture} mixed",
        };
    }

    /// <summary>It has a node, and neither goes nor has ended there.</summary>
    private static bool Runs(V1Pod pod) =>
        !string.IsNullOrEmpty(pod.Spec.NodeName)
        && pod.Metadata.DeletionTimestamp is null
        && pod.Status?.Phase is not ("Failed" or "Succeeded");

    private async Task<V1Node?> FindAsync(string name, CancellationToken ct)
    {
        try
        {
            return await cluster.CoreV1.ReadNodeAsync(name, cancellationToken: ct);
        }
        catch (HttpOperationException e) when (e.Is(HttpStatusCode.NotFound))
        {
            // A pod may outlive its node for a while.
            return null;
        }
    }

    private static List<string> Values(List<V1Node> nodes, string label) =>
        [.. nodes.Select(n => n.GetLabel(label)).OfType<string>().Distinct().Order(StringComparer.Ordinal)];
}
