using k8s.Models;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Controllers;

/// <summary>The kinds of objects that the cluster's own parts work with.</summary>
internal sealed class Clientset(ObjectStore store)
{
    public Resource<V1Namespace> Namespaces { get; } = new(store, ResourceTypes.Namespaces);
    public Resource<V1Pod> Pods { get; } = new(store, ResourceTypes.Pods);
    public Resource<V1Node> Nodes { get; } = new(store, ResourceTypes.Nodes);
    public Resource<V1Lease> Leases { get; } = new(store, ResourceTypes.Leases);
    public Resource<V1Service> Services { get; } = new(store, ResourceTypes.Services);
    public Resource<V1EndpointSlice> EndpointSlices { get; } = new(store, ResourceTypes.EndpointSlices);
    public Resource<V1ConfigMap> ConfigMaps { get; } = new(store, ResourceTypes.ConfigMaps);
    public Resource<V1Secret> Secrets { get; } = new(store, ResourceTypes.Secrets);
    public Resource<V1Deployment> Deployments { get; } = new(store, ResourceTypes.Deployments);
    public Resource<V1ReplicaSet> ReplicaSets { get; } = new(store, ResourceTypes.ReplicaSets);
    public Resource<V1StatefulSet> StatefulSets { get; } = new(store, ResourceTypes.StatefulSets);
    public Resource<V1DaemonSet> DaemonSets { get; } = new(store, ResourceTypes.DaemonSets);
    public Resource<V1ControllerRevision> ControllerRevisions { get; } = new(store, ResourceTypes.ControllerRevisions);
    public Resource<V1Job> Jobs { get; } = new(store, ResourceTypes.Jobs);
    public Resource<V1PodDisruptionBudget> PodDisruptionBudgets { get; } =
        new(store, ResourceTypes.PodDisruptionBudgets);
    public Resource<V1PersistentVolumeClaim> PersistentVolumeClaims { get; } =
        new(store, ResourceTypes.PersistentVolumeClaims);
    public Resource<V1PersistentVolume> PersistentVolumes { get; } = new(store, ResourceTypes.PersistentVolumes);
    public Resource<V1StorageClass> StorageClasses { get; } = new(store, ResourceTypes.StorageClasses);
    public Resource<Corev1Event> Events { get; } = new(store, ResourceTypes.Events);
}
