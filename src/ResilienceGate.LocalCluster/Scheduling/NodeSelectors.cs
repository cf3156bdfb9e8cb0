using k8s.Models;
using ResilienceGate.LocalCluster.Controllers.Workloads;

namespace ResilienceGate.LocalCluster.Scheduling;

/// <summary>Selectors over nodes, as node affinity uses them.</summary>
internal static class NodeSelectors
{
    /// <summary>Any of the terms; each term asks for all its expressions.</summary>
    public static bool Matches(this V1NodeSelector selector, V1Node node) =>
        selector.NodeSelectorTerms.Any(term => term.Matches(node));

    public static bool Matches(this V1NodeSelectorTerm term, V1Node node)
    {
        var expressions = term.MatchExpressions ?? [];
        var fields = term.MatchFields ?? [];
        // An empty term selects nothing.
        return expressions.Count + fields.Count > 0
            && expressions.All(e =>
                Selectors.Matches(e.OperatorProperty, e.Values, Selectors.Value(node.Metadata.Labels, e.Key))
            )
            && fields.All(f =>
                Selectors.Matches(f.OperatorProperty, f.Values, f.Key is "metadata.name" ? node.Metadata.Name : null)
            );
    }
}
