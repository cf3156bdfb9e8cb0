using k8s;
using k8s.Models;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Controllers.Workloads;

/// <summary>
/// Which objects are a controller's own: those that refer to it and that it still selects. What it selects and nobody
/// owns it adopts, and what it owns and no longer selects it lets go (<c>pkg/controller/controller_ref_manager.go</c>).
/// </summary>
internal static class Ownership
{
    /// <param name="resource">The kind of the objects.</param>
    /// <param name="owner">Who claims them.</param>
    /// <param name="selector">The owner's.</param>
    /// <param name="eligible">Which orphans may be adopted.</param>
    public static IReadOnlyList<T> Claim<T>(
        this Resource<T> resource,
        IKubernetesObject<V1ObjectMeta> owner,
        V1LabelSelector selector,
        Func<T, bool>? eligible = null
    )
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        var claimed = new List<T>();
        foreach (var obj in resource.List(owner.Metadata.NamespaceProperty))
        {
            var isSelected = selector.Matches(obj.Metadata.Labels);
            if (obj.IsControlledBy(owner))
            {
                if (isSelected)
                    claimed.Add(obj);
                else if (owner.Metadata.DeletionTimestamp is null)
                    Release(resource, obj, owner);
            }
            else if (isSelected && MayAdopt(owner, obj) && eligible?.Invoke(obj) is not false)
            {
                if (Adopt(resource, obj, owner) is { } adopted)
                    claimed.Add(adopted);
            }
        }

        return claimed;
    }

    /// <summary>Whom a change of an object concerns: its controller or, of an orphan, all that would adopt it.</summary>
    public static IEnumerable<ObjectKey> Concerned<TOwner>(
        IKubernetesObject<V1ObjectMeta> obj,
        string kind,
        Resource<TOwner> owners,
        Func<TOwner, V1LabelSelector?> selectorOf
    )
        where TOwner : class, IKubernetesObject<V1ObjectMeta> =>
        obj.ControllerReference() is not null
            ? obj.ControllerKey(kind)
            : owners
                .List(obj.Metadata.NamespaceProperty)
                .Where(owner => selectorOf(owner).Matches(obj.Metadata.Labels))
                .Select(owner => owner.Key());

    private static bool MayAdopt(IKubernetesObject<V1ObjectMeta> owner, IKubernetesObject<V1ObjectMeta> obj) =>
        obj.ControllerReference() is null
        && obj.Metadata.DeletionTimestamp is null
        && owner.Metadata.DeletionTimestamp is null;

    private static T? Adopt<T>(Resource<T> resource, T orphan, IKubernetesObject<V1ObjectMeta> owner)
        where T : class, IKubernetesObject<V1ObjectMeta> =>
        resource.Change(
            orphan.Metadata.NamespaceProperty,
            orphan.Metadata.Name,
            current =>
            {
                // Someone else may have been faster.
                if (current.ControllerReference() is not null)
                    return;
                current.Metadata.OwnerReferences ??= [];
                current.Metadata.OwnerReferences.Add(owner.AsController());
            }
        )
            is { } changed
        && changed.IsControlledBy(owner)
            ? changed
            : null;

    private static void Release<T>(Resource<T> resource, T owned, IKubernetesObject<V1ObjectMeta> owner)
        where T : class, IKubernetesObject<V1ObjectMeta> =>
        resource.Change(
            owned.Metadata.NamespaceProperty,
            owned.Metadata.Name,
            current =>
                current.Metadata.OwnerReferences = [
                    .. (current.Metadata.OwnerReferences ?? []).Where(reference => reference.Uid != owner.Metadata.Uid),
                ]
        );
}
