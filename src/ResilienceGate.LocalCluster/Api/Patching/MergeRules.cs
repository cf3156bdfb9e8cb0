using k8s.Models;

namespace ResilienceGate.LocalCluster.Api.Patching;

/// <summary>The fields that do not follow the plain rule "objects merge, lists are replaced".</summary>
/// <remarks>From the extensions of Kubernetes' OpenAPI description, which the C# models leave out.</remarks>
internal static class MergeRules
{
    private static readonly Dictionary<(Type, string), MergeRule> Rules = new()
    {
        [(typeof(V1ObjectMeta), "finalizers")] = new() { Merges = true },
        [(typeof(V1ObjectMeta), "ownerReferences")] = By("uid"),
        [(typeof(V1PodSpec), "containers")] = By("name"),
        [(typeof(V1PodSpec), "initContainers")] = By("name"),
        [(typeof(V1PodSpec), "ephemeralContainers")] = By("name"),
        [(typeof(V1PodSpec), "hostAliases")] = By("ip"),
        [(typeof(V1PodSpec), "imagePullSecrets")] = By("name"),
        [(typeof(V1PodSpec), "resourceClaims")] = By("name") with { RetainsKeys = true },
        [(typeof(V1PodSpec), "schedulingGates")] = By("name"),
        [(typeof(V1PodSpec), "topologySpreadConstraints")] = By("topologyKey", "whenUnsatisfiable"),
        [(typeof(V1PodSpec), "volumes")] = By("name") with { RetainsKeys = true },
        [(typeof(V1PodStatus), "conditions")] = By("type"),
        [(typeof(V1PodStatus), "podIPs")] = By("ip"),
        [(typeof(V1PodStatus), "hostIPs")] = By("ip") with { ListMapKeys = [] },
        [(typeof(V1PodStatus), "resourceClaimStatuses")] = By("name") with { RetainsKeys = true },
        [(typeof(V1Container), "env")] = By("name"),
        [(typeof(V1Container), "ports")] = By("containerPort", "protocol"),
        [(typeof(V1Container), "volumeDevices")] = By("devicePath"),
        [(typeof(V1Container), "volumeMounts")] = By("mountPath"),
        [(typeof(V1EphemeralContainer), "env")] = By("name"),
        [(typeof(V1EphemeralContainer), "ports")] = By("containerPort", "protocol"),
        [(typeof(V1EphemeralContainer), "volumeDevices")] = By("devicePath"),
        [(typeof(V1EphemeralContainer), "volumeMounts")] = By("mountPath"),
        [(typeof(V1ContainerStatus), "allocatedResourcesStatus")] = By("name"),
        [(typeof(V1ContainerStatus), "volumeMounts")] = By("mountPath"),
        [(typeof(V1ResourceRequirements), "claims")] = new() { ListMapKeys = ["name"] },
        [(typeof(V1ServiceSpec), "ports")] = By("port", "protocol"),
        [(typeof(V1ServiceStatus), "conditions")] = By("type"),
        [(typeof(V1ServiceAccount), "secrets")] = By("name"),
        [(typeof(V1NamespaceStatus), "conditions")] = By("type"),
        [(typeof(V1NodeSpec), "podCIDRs")] = new() { Merges = true },
        [(typeof(V1NodeStatus), "addresses")] = By("type"),
        [(typeof(V1NodeStatus), "conditions")] = By("type"),
        [(typeof(V1DeploymentSpec), "strategy")] = new() { RetainsKeys = true },
        [(typeof(V1DeploymentStatus), "conditions")] = By("type"),
        [(typeof(V1ReplicaSetStatus), "conditions")] = By("type"),
        [(typeof(V1StatefulSetStatus), "conditions")] = By("type"),
        [(typeof(V1DaemonSetStatus), "conditions")] = By("type"),
        [(typeof(V1JobStatus), "conditions")] = By("type") with { ListMapKeys = [] },
        [(typeof(V1PersistentVolumeClaimStatus), "conditions")] = By("type") with { ListMapKeys = [] },
        [(typeof(V1PodDisruptionBudgetSpec), "selector")] = new() { Replaces = true },
        [(typeof(V1PodDisruptionBudgetStatus), "conditions")] = By("type"),
    };

    /// <returns>Null for a field that follows the plain rule.</returns>
    public static MergeRule? Of(Type model, string field) => Rules.GetValueOrDefault((model, field));

    private static MergeRule By(string key, params string[] more) =>
        new()
        {
            Merges = true,
            Key = key,
            ListMapKeys = [key, .. more],
        };
}
