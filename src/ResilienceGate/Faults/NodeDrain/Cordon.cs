using System.Globalization;
using System.Net;
using System.Text.Json;
using k8s;
using k8s.Autorest;
using k8s.Models;
using ResilienceGate.Clusters;

namespace ResilienceGate.Faults.NodeDrain;

/// <summary>Closes nodes to new pods and opens them again; a node carries the name of the run that closed it.</summary>
internal sealed class Cordon(IKubernetes cluster)
{
    public async Task CloseAsync(string node, string run, CancellationToken ct) =>
        await cluster.CoreV1.PatchNodeAsync(
            Patch(unschedulable: true, JsonSerializer.Serialize(run)),
            node,
            cancellationToken: ct
        );

    /// <summary>Opens a node that this run has closed; one that somebody else closed stays as it is.</summary>
    /// <returns>What the node says of itself afterwards; null when it was not this run that closed it.</returns>
    /// <exception cref="GateException">The node is still closed.</exception>
    public async Task<string?> OpenAsync(string node, string run, CancellationToken ct)
    {
        if (await FindAsync(node, ct) is not { } before || RunOf(before) != run)
            return null;
        await cluster.CoreV1.PatchNodeAsync(Patch(unschedulable: false, "null"), node, cancellationToken: ct);
        var after = await FindAsync(node, ct);
        return after?.Spec?.Unschedulable is true
            ? throw new GateException($"Node {node} is still cordoned. Open it with `kubectl uncordon {node}`.")
            : $"node {node} is schedulable again";
    }

    public async Task<IReadOnlyList<V1Node>> NodesAsync(CancellationToken ct) =>
        [.. (await cluster.CoreV1.ListNodeAsync(cancellationToken: ct)).Items];

    /// <summary>The run that closed a node; null when none of ours did.</summary>
    public static string? RunOf(V1Node node) => node.GetAnnotation(Labels.CordonedBy);

    private async Task<V1Node?> FindAsync(string node, CancellationToken ct)
    {
        try
        {
            return await cluster.CoreV1.ReadNodeAsync(node, cancellationToken: ct);
        }
        catch (HttpOperationException e) when (e.Is(HttpStatusCode.NotFound))
        {
            return null;
        }
    }

    // A merge patch, so that mark and effect come and go in one request.
    private static V1Patch Patch(bool unschedulable, string mark) =>
        new(
            string.Create(
                CultureInfo.InvariantCulture,
                $$$"""{"metadata":{"annotations":{"{{{Labels.CordonedBy}}}":{{{mark}}}}},"spec":{"unschedulable":{{{(unschedulable ? "true" : "null")}}}}}"""
            ),
            V1Patch.PatchType.MergePatch
        );
}
