using k8s.Models;
using ResilienceGate.Halts;
using ResilienceGate.Tests.Clusters;

namespace ResilienceGate.Tests.Halts;

internal static class HaltSwitches
{
    /// <summary>Tells every gate in the namespace to halt.</summary>
    public static void Throw(ApiCluster cluster, string ns, string? reason = null) =>
        cluster.Objects.ConfigMaps.Create(
            new V1ConfigMap
            {
                Metadata = new V1ObjectMeta { Name = HaltSwitch.Name, NamespaceProperty = ns },
                Data = reason is null ? null : new Dictionary<string, string> { ["reason"] = reason },
            }
        );
}
