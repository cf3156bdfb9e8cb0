using System.Collections.Frozen;
using System.Text.Json.Nodes;
using ResilienceGate.LocalCluster.Store.CustomResources;

namespace ResilienceGate.LocalCluster.Store.Strategies;

/// <summary>What a kind adds to the life that all objects share; the word is the real registry's.</summary>
internal abstract class Strategy
{
    private static readonly Strategy Plain = new PlainStrategy();

    private static readonly FrozenDictionary<ResourceType, Strategy> ByType = new Dictionary<ResourceType, Strategy>
    {
        [ResourceTypes.Namespaces] = new NamespaceStrategy(),
        [ResourceTypes.Nodes] = new NodeStrategy(),
        [ResourceTypes.Pods] = new PodStrategy(),
        [ResourceTypes.PersistentVolumeClaims] = new PersistentVolumeClaimStrategy(),
        [ResourceTypes.PersistentVolumes] = new PersistentVolumeStrategy(),
        [ResourceTypes.StorageClasses] = new StorageClassStrategy(),
        [ResourceTypes.Services] = new ServiceStrategy(),
        [ResourceTypes.ConfigMaps] = new ConfigMapStrategy(),
        [ResourceTypes.Secrets] = new SecretStrategy(),
        [ResourceTypes.Deployments] = new DeploymentStrategy(),
        [ResourceTypes.ReplicaSets] = new ReplicaSetStrategy(),
        [ResourceTypes.StatefulSets] = new StatefulSetStrategy(),
        [ResourceTypes.DaemonSets] = new DaemonSetStrategy(),
        [ResourceTypes.Jobs] = new JobStrategy(),
        [ResourceTypes.PodDisruptionBudgets] = new PodDisruptionBudgetStrategy(),
        [ResourceTypes.CustomResourceDefinitions] = new CustomResourceDefinitionStrategy(),
        [ResourceTypes.Roles] = new RoleStrategy(namespaced: true),
        [ResourceTypes.ClusterRoles] = new RoleStrategy(namespaced: false),
        [ResourceTypes.RoleBindings] = new RoleBindingStrategy(namespaced: true),
        [ResourceTypes.ClusterRoleBindings] = new RoleBindingStrategy(namespaced: false),
    }.ToFrozenDictionary();

    public static Strategy For(ResourceType type) =>
        type.CustomSchema is { } schema
            ? new CustomResourceStrategy(type, schema)
            : ByType.GetValueOrDefault(type, Plain);

    /// <summary>Sets what a client may leave out.</summary>
    public virtual void Default(JsonObject obj) { }

    public virtual void PrepareForCreate(JsonObject obj) => obj.Remove("status");

    public virtual void PrepareForUpdate(JsonObject obj, JsonObject old) { }

    public virtual IEnumerable<FieldError> Validate(JsonObject obj) => [];

    /// <summary>What may not be there from the start.</summary>
    public virtual IEnumerable<FieldError> ValidateCreate(JsonObject obj) => [];

    public virtual IEnumerable<FieldError> ValidateUpdate(JsonObject obj, JsonObject old) => [];

    /// <summary>Of a write through a subresource.</summary>
    public virtual IEnumerable<FieldError> ValidateUpdate(JsonObject obj, JsonObject old, string subresource) => [];

    /// <summary>Forbids any change of a field of the spec.</summary>
    protected static IEnumerable<FieldError> Immutable(
        JsonObject obj,
        JsonObject old,
        params ReadOnlySpan<string> fields
    )
    {
        List<FieldError> errors = [];
        foreach (var field in fields)
        {
            var value = obj.Object("spec")?[field];
            if (!JsonNode.DeepEquals(value, old.Object("spec")?[field]))
                errors.Add(FieldError.Invalid($"spec.{field}", value?.ToJsonString() ?? "null", "field is immutable"));
        }
        return errors;
    }

    /// <summary>Lets the object live on, when it is deleted, until someone takes the finalizer off.</summary>
    protected static void AddFinalizer(JsonObject obj, string finalizer)
    {
        var metadata = obj.EnsureObject("metadata");
        var others = (metadata.Array("finalizers") ?? []).Select(f => f.Text()).Where(f => f != finalizer);
        metadata["finalizers"] = new JsonArray([.. others.Append(finalizer).Select(f => (JsonNode)f)]);
    }

    private sealed class PlainStrategy : Strategy
    {
        public override void PrepareForCreate(JsonObject obj) { }
    }
}
