using System.Net;
using System.Text.Json.Nodes;
using k8s;
using k8s.Autorest;
using k8s.Models;
using ResilienceGate.Clusters;

namespace ResilienceGate.Faults.Nodes;

/// <summary>The taint by which the control plane takes the pods of a node away: NoExecute, with a key of the gate's own.</summary>
/// <remarks>
/// Only a node that a run has closed is tainted, and <see cref="Cordon"/> takes the taint away with the mark of the run:
/// which nodes are closed is all that anybody has to remember. Taints are one atomic list, so each write names the version
/// that was read.
/// </remarks>
internal sealed class NodeTaint(IKubernetes cluster)
{
    public const string Key = "resilience-gate.io/node-failure";

    /// <summary>Others write to nodes too, such as the controller that taints those that are unschedulable.</summary>
    public const int MostConflicts = 10;

    private static readonly V1Taint Taint = new() { Key = Key, Effect = "NoExecute" };

    public static bool IsOn(V1Node node) => node.Spec?.Taints?.Any(t => t.Key == Key) is true;

    /// <summary>Whether a pod stays on a node that has the taint.</summary>
    public static bool IsToleratedBy(V1Pod pod) =>
        pod.Spec?.Tolerations?.Any(t => t.TolerationSeconds is null && NodeRoom.Tolerates(t, Taint)) is true;

    public static IEnumerable<V1Taint> Without(V1Node node) => (node.Spec?.Taints ?? []).Where(t => t.Key != Key);

    public static JsonNode? Write(IEnumerable<V1Taint> taints) =>
        JsonNode.Parse(KubernetesJson.Serialize(taints.ToList()));

    /// <exception cref="InjectionRefusedException">The node is not closed by this run any more.</exception>
    public async Task AddAsync(string node, string run, CancellationToken ct)
    {
        for (var conflicts = 0; ; conflicts++)
        {
            var found = await cluster.CoreV1.ReadNodeAsync(node, cancellationToken: ct);
            if (Cordon.RunOf(found) != run)
                throw new InjectionRefusedException($"node {node} was opened before it could be tainted");
            if (IsOn(found) || await TryAddAsync(found, conflicts, ct))
                return;
        }
    }

    /// <returns>False when somebody else has written to the node since it was read.</returns>
    private async Task<bool> TryAddAsync(V1Node node, int conflicts, CancellationToken ct)
    {
        var patch = new JsonObject
        {
            ["metadata"] = new JsonObject { ["resourceVersion"] = node.ResourceVersion() },
            ["spec"] = new JsonObject { ["taints"] = Write(Without(node).Append(Taint)) },
        };
        try
        {
            await cluster.CoreV1.PatchNodeAsync(
                new V1Patch(patch.ToJsonString(), V1Patch.PatchType.MergePatch),
                node.Name(),
                cancellationToken: ct
            );
            return true;
        }
        catch (HttpOperationException e) when (e.Is(HttpStatusCode.Conflict) && conflicts < MostConflicts)
        {
            return false;
        }
    }
}
