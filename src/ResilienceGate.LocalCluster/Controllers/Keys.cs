using k8s;
using k8s.Models;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Controllers;

/// <summary>Who an object is, and to whom it belongs.</summary>
internal static class Keys
{
    public static ObjectKey Key(this IKubernetesObject<V1ObjectMeta> obj) =>
        new(obj.Metadata.NamespaceProperty ?? "", obj.Metadata.Name);

    /// <summary>The owner that controls it, if any.</summary>
    public static V1OwnerReference? ControllerReference(this IKubernetesObject<V1ObjectMeta> obj) =>
        obj.Metadata.OwnerReferences?.FirstOrDefault(owner => owner.Controller is true);

    public static bool IsControlledBy(
        this IKubernetesObject<V1ObjectMeta> obj,
        IKubernetesObject<V1ObjectMeta> owner
    ) => string.Equals(obj.ControllerReference()?.Uid, owner.Metadata.Uid, StringComparison.Ordinal);

    /// <summary>The key of the controlling owner when it is of this kind.</summary>
    public static IEnumerable<ObjectKey> ControllerKey(this IKubernetesObject<V1ObjectMeta> obj, string kind) =>
        obj.ControllerReference() is { } owner && string.Equals(owner.Kind, kind, StringComparison.Ordinal)
            ? [new ObjectKey(obj.Metadata.NamespaceProperty ?? "", owner.Name)]
            : [];

    /// <summary>The reference by which an owner controls what it creates.</summary>
    public static V1OwnerReference AsController(this IKubernetesObject<V1ObjectMeta> owner) =>
        new()
        {
            ApiVersion = owner.ApiVersion,
            Kind = owner.Kind,
            Name = owner.Metadata.Name,
            Uid = owner.Metadata.Uid,
            Controller = true,
            BlockOwnerDeletion = true,
        };
}
