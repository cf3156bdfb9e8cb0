using System.Net;
using System.Text.Json.Nodes;
using k8s;
using k8s.Autorest;
using k8s.Models;
using ResilienceGate.Clusters;

namespace ResilienceGate.Faults.Nodes;

/// <summary>Closes nodes to new pods and opens them again; a node carries the name of the run that closed it.</summary>
/// <remarks>
/// A node is closed only as the very version that was aimed at, and is written to whenever it is opened, also when there
/// is nothing to open. So a request to close it that comes after its revert, from a gate that was paused or over a
/// connection that was slow, is a conflict.
/// </remarks>
internal sealed class Cordon(IKubernetes cluster)
{
    /// <returns>Whether the node says of itself that it is closed.</returns>
    /// <exception cref="InjectionRefusedException">Somebody else has written to the node since it was aimed at.</exception>
    public async Task<bool> CloseAsync(AimedNode node, string run, CancellationToken ct)
    {
        try
        {
            var closed = await PatchAsync(
                node.Name,
                Mark(Labels.CordonedBy, run, node.ResourceVersion),
                new JsonObject { ["unschedulable"] = true },
                ct
            );
            return closed.Spec?.Unschedulable is true;
        }
        catch (HttpOperationException e) when (e.Is(HttpStatusCode.Conflict) || e.Is(HttpStatusCode.NotFound))
        {
            // Of this run after all: an attempt that the API server answered with an error was carried out.
            if (await FindAsync(node.Name, ct) is { } found && RunOf(found) == run)
                return found.Spec?.Unschedulable is true;
            throw new InjectionRefusedException(
                $"node {node.Name} was changed by somebody else before it could be closed",
                e
            );
        }
    }

    /// <summary>Opens a node that this run has closed; one that somebody else closed stays as it is.</summary>
    /// <returns>What the node says of itself afterwards; null when it was not this run that closed it.</returns>
    /// <exception cref="GateException">The node is still closed.</exception>
    public async Task<string?> OpenAsync(string node, string run, CancellationToken ct)
    {
        for (var conflicts = 0; await FindAsync(node, ct) is { } found; conflicts++)
        {
            if (RunOf(found) != run)
                found = await FenceAsync(node, run, ct);
            if (RunOf(found) != run)
                return null;
            if (await TryOpenAsync(found, conflicts, ct))
                return await IsClosedAsync(node, ct) is true
                    ? throw new GateException($"Node {node} is still cordoned. Open it with `kubectl uncordon {node}`.")
                    : $"node {node} is schedulable again";
        }
        return null;
    }

    /// <summary>Null when there is no such node. A node that still has the taint of a failure is closed too.</summary>
    public async Task<bool?> IsClosedAsync(string node, CancellationToken ct) =>
        await FindAsync(node, ct) is { } found ? found.Spec?.Unschedulable is true || NodeTaint.IsOn(found) : null;

    public async Task<IReadOnlyList<V1Node>> NodesAsync(CancellationToken ct) =>
        [.. (await cluster.CoreV1.ListNodeAsync(cancellationToken: ct)).Items];

    /// <summary>The run that closed a node; null when none of ours did.</summary>
    public static string? RunOf(V1Node node) => node.GetAnnotation(Labels.CordonedBy);

    /// <summary>Takes mark, cordon and taint away in one request, from the very version that was read.</summary>
    /// <returns>False when somebody else has written to the node meanwhile.</returns>
    private async Task<bool> TryOpenAsync(V1Node node, int conflicts, CancellationToken ct)
    {
        var spec = new JsonObject { ["unschedulable"] = null };
        if (NodeTaint.IsOn(node))
            spec["taints"] = NodeTaint.Write(NodeTaint.Without(node));
        try
        {
            await PatchAsync(node.Name(), Mark(Labels.CordonedBy, null, node.ResourceVersion()), spec, ct);
            return true;
        }
        catch (HttpOperationException e) when (e.Is(HttpStatusCode.Conflict) && conflicts < NodeTaint.MostConflicts)
        {
            return false;
        }
    }

    /// <summary>Makes a new version of the node, which is otherwise as it was. A write that changes nothing makes none.</summary>
    private async Task<V1Node> FenceAsync(string node, string run, CancellationToken ct)
    {
        await PatchAsync(node, Mark(Labels.Fence, run), spec: null, ct);
        return await PatchAsync(node, Mark(Labels.Fence, null), spec: null, ct);
    }

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

    private static JsonObject Mark(string annotation, string? value, string? resourceVersion = null)
    {
        var metadata = new JsonObject { ["annotations"] = new JsonObject { [annotation] = value } };
        if (resourceVersion is not null)
            metadata["resourceVersion"] = resourceVersion;
        return metadata;
    }

    // A merge patch, so that mark and effect come and go in one request.
    private Task<V1Node> PatchAsync(string node, JsonObject metadata, JsonObject? spec, CancellationToken ct)
    {
        var patch = new JsonObject { ["metadata"] = metadata };
        if (spec is not null)
            patch["spec"] = spec;
        return cluster.CoreV1.PatchNodeAsync(
            new V1Patch(patch.ToJsonString(), V1Patch.PatchType.MergePatch),
            node,
            cancellationToken: ct
        );
    }
}
