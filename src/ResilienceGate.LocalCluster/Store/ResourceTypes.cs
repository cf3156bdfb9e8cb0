using k8s.Models;

namespace ResilienceGate.LocalCluster.Store;

/// <summary>The built-in resources of Kubernetes that the embedded cluster serves.</summary>
internal static class ResourceTypes
{
    private static readonly string[] WorkloadSubresources = ["scale", "status"];

    public static ResourceType Namespaces { get; } =
        new("", "v1", "Namespace", "namespaces", Namespaced: false)
        {
            Model = typeof(V1Namespace),
            ShortNames = ["ns"],
            Subresources = ["finalize", "status"],
        };

    public static ResourceType Nodes { get; } =
        new("", "v1", "Node", "nodes", Namespaced: false)
        {
            Model = typeof(V1Node),
            ShortNames = ["no"],
            Subresources = ["status"],
        };

    public static ResourceType Pods { get; } =
        new("", "v1", "Pod", "pods", Namespaced: true)
        {
            Model = typeof(V1Pod),
            ShortNames = ["po"],
            Categories = ["all"],
            Subresources = ["attach", "binding", "ephemeralcontainers", "eviction", "exec", "log", "status"],
            HasGeneration = true,
        };

    public static ResourceType Services { get; } =
        new("", "v1", "Service", "services", Namespaced: true)
        {
            Model = typeof(V1Service),
            ShortNames = ["svc"],
            Categories = ["all"],
            Subresources = ["status"],
        };

    public static ResourceType ConfigMaps { get; } =
        new("", "v1", "ConfigMap", "configmaps", Namespaced: true) { Model = typeof(V1ConfigMap), ShortNames = ["cm"] };

    public static ResourceType Secrets { get; } =
        new("", "v1", "Secret", "secrets", Namespaced: true) { Model = typeof(V1Secret) };

    public static ResourceType ServiceAccounts { get; } =
        new("", "v1", "ServiceAccount", "serviceaccounts", Namespaced: true)
        {
            Model = typeof(V1ServiceAccount),
            ShortNames = ["sa"],
            Subresources = ["token"],
        };

    public static ResourceType PersistentVolumeClaims { get; } =
        new("", "v1", "PersistentVolumeClaim", "persistentvolumeclaims", Namespaced: true)
        {
            Model = typeof(V1PersistentVolumeClaim),
            ShortNames = ["pvc"],
            Subresources = ["status"],
        };

    public static ResourceType PersistentVolumes { get; } =
        new("", "v1", "PersistentVolume", "persistentvolumes", Namespaced: false)
        {
            Model = typeof(V1PersistentVolume),
            ShortNames = ["pv"],
            Subresources = ["status"],
        };

    public static ResourceType Events { get; } =
        new("", "v1", "Event", "events", Namespaced: true) { Model = typeof(Corev1Event), ShortNames = ["ev"] };

    public static ResourceType Deployments { get; } =
        new("apps", "v1", "Deployment", "deployments", Namespaced: true)
        {
            Model = typeof(V1Deployment),
            ShortNames = ["deploy"],
            Categories = ["all"],
            Subresources = WorkloadSubresources,
            HasGeneration = true,
        };

    public static ResourceType ReplicaSets { get; } =
        new("apps", "v1", "ReplicaSet", "replicasets", Namespaced: true)
        {
            Model = typeof(V1ReplicaSet),
            ShortNames = ["rs"],
            Categories = ["all"],
            Subresources = WorkloadSubresources,
            HasGeneration = true,
        };

    public static ResourceType StatefulSets { get; } =
        new("apps", "v1", "StatefulSet", "statefulsets", Namespaced: true)
        {
            Model = typeof(V1StatefulSet),
            ShortNames = ["sts"],
            Categories = ["all"],
            Subresources = WorkloadSubresources,
            HasGeneration = true,
        };

    public static ResourceType DaemonSets { get; } =
        new("apps", "v1", "DaemonSet", "daemonsets", Namespaced: true)
        {
            Model = typeof(V1DaemonSet),
            ShortNames = ["ds"],
            Categories = ["all"],
            Subresources = ["status"],
            HasGeneration = true,
        };

    public static ResourceType ControllerRevisions { get; } =
        new("apps", "v1", "ControllerRevision", "controllerrevisions", Namespaced: true)
        {
            Model = typeof(V1ControllerRevision),
        };

    public static ResourceType Jobs { get; } =
        new("batch", "v1", "Job", "jobs", Namespaced: true)
        {
            Model = typeof(V1Job),
            Categories = ["all"],
            Subresources = ["status"],
            HasGeneration = true,
        };

    public static ResourceType Leases { get; } =
        new("coordination.k8s.io", "v1", "Lease", "leases", Namespaced: true)
        {
            Model = typeof(V1Lease),
            AllowsUnconditionalUpdate = false,
        };

    public static ResourceType EndpointSlices { get; } =
        new("discovery.k8s.io", "v1", "EndpointSlice", "endpointslices", Namespaced: true)
        {
            Model = typeof(V1EndpointSlice),
            HasGeneration = true,
        };

    public static ResourceType PodDisruptionBudgets { get; } =
        new("policy", "v1", "PodDisruptionBudget", "poddisruptionbudgets", Namespaced: true)
        {
            Model = typeof(V1PodDisruptionBudget),
            AllowsUnconditionalUpdate = false,
            ShortNames = ["pdb"],
            Subresources = ["status"],
            HasGeneration = true,
        };

    public static ResourceType PriorityClasses { get; } =
        new("scheduling.k8s.io", "v1", "PriorityClass", "priorityclasses", Namespaced: false)
        {
            Model = typeof(V1PriorityClass),
            ShortNames = ["pc"],
            HasGeneration = true,
        };

    public static ResourceType StorageClasses { get; } =
        new("storage.k8s.io", "v1", "StorageClass", "storageclasses", Namespaced: false)
        {
            Model = typeof(V1StorageClass),
            ShortNames = ["sc"],
        };

    public static ResourceType Roles { get; } =
        new("rbac.authorization.k8s.io", "v1", "Role", "roles", Namespaced: true) { Model = typeof(V1Role) };

    public static ResourceType RoleBindings { get; } =
        new("rbac.authorization.k8s.io", "v1", "RoleBinding", "rolebindings", Namespaced: true)
        {
            Model = typeof(V1RoleBinding),
        };

    public static ResourceType ClusterRoles { get; } =
        new("rbac.authorization.k8s.io", "v1", "ClusterRole", "clusterroles", Namespaced: false)
        {
            Model = typeof(V1ClusterRole),
        };

    public static ResourceType ClusterRoleBindings { get; } =
        new("rbac.authorization.k8s.io", "v1", "ClusterRoleBinding", "clusterrolebindings", Namespaced: false)
        {
            Model = typeof(V1ClusterRoleBinding),
        };

    public static ResourceType CustomResourceDefinitions { get; } =
        new("apiextensions.k8s.io", "v1", "CustomResourceDefinition", "customresourcedefinitions", Namespaced: false)
        {
            Model = typeof(V1CustomResourceDefinition),
            AllowsUnconditionalUpdate = false,
            ShortNames = ["crd", "crds"],
            Categories = ["api-extensions"],
            Subresources = ["status"],
            HasGeneration = true,
        };

    /// <summary>The newer view of <see cref="Events"/>: other field names, the same objects.</summary>
    public static ResourceType EventsV1 { get; } =
        new("events.k8s.io", "v1", "Event", "events", Namespaced: true)
        {
            Model = typeof(Eventsv1Event),
            ShortNames = ["ev"],
        };

    public static IReadOnlyList<ResourceType> All { get; } =
    [
        ConfigMaps,
        Events,
        Namespaces,
        Nodes,
        PersistentVolumeClaims,
        PersistentVolumes,
        Pods,
        Secrets,
        ServiceAccounts,
        Services,
        CustomResourceDefinitions,
        ControllerRevisions,
        DaemonSets,
        Deployments,
        ReplicaSets,
        StatefulSets,
        .. ReviewTypes.All,
        Jobs,
        Leases,
        EndpointSlices,
        EventsV1,
        PodDisruptionBudgets,
        ClusterRoleBindings,
        ClusterRoles,
        RoleBindings,
        Roles,
        PriorityClasses,
        StorageClasses,
    ];
}
