using k8s;
using k8s.Models;
using ResilienceGate.Targets;

namespace ResilienceGate.Faults.Nodes;

/// <summary>The pods of others that the taint of a failed node would take along.</summary>
internal sealed class Neighbours(IKubernetes cluster, Target target)
{
    /// <summary>Their names as <c>namespace/name</c>; empty when the taint hits the target alone.</summary>
    /// <param name="victims">UIDs of the target's pods that are to go.</param>
    public async Task<IReadOnlyList<string>> OfAsync(string node, IReadOnlySet<string> victims, CancellationToken ct)
    {
        var pods = await cluster.CoreV1.ListPodForAllNamespacesAsync(
            fieldSelector: $"spec.nodeName={node}",
            cancellationToken: ct
        );
        return
        [
            .. pods
                .Items.Where(p => !(p.Namespace() == target.Namespace && victims.Contains(p.Uid())))
                .Where(p => p.Status?.Phase is not ("Succeeded" or "Failed"))
                .Where(p => !NodeTaint.IsToleratedBy(p))
                .Select(p => $"{p.Namespace()}/{p.Name()}"),
        ];
    }
}
