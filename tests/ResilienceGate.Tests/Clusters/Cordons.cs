using k8s.Models;
using ResilienceGate.Faults.Nodes;

namespace ResilienceGate.Tests.Clusters;

/// <summary>Nodes that a run has closed.</summary>
internal static class Cordons
{
    /// <summary>Closes the node as it is now.</summary>
    public static async Task CloseAsync(this Cordon cordon, string node, string run, CancellationToken ct)
    {
        var found = (await cordon.NodesAsync(ct)).Single(n => n.Name() == node);
        Assert.True(await cordon.CloseAsync(new AimedNode(node, found.ResourceVersion()), run, ct));
    }
}
