using k8s;
using k8s.Models;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Controllers.StatefulSets;

/// <summary>
/// The claims of StatefulSets, one for each template and ordinal. They outlive their pods and their set, unless the
/// <c>persistentVolumeClaimRetentionPolicy</c> gives them an owner that they go with.
/// </summary>
internal sealed class StatefulClaims(Resource<V1PersistentVolumeClaim> resource, EventRecorder events)
{
    /// <summary>Creates what claims are missing: someone may have deleted them.</summary>
    /// <exception cref="StatusException">Also while one of an earlier pod is still on its way out.</exception>
    public void Create(V1StatefulSet set, int ordinal)
    {
        foreach (var template in set.Spec.VolumeClaimTemplates ?? [])
        {
            var name = Ordinals.ClaimName(set, template, ordinal);
            if (resource.Find(set.Metadata.NamespaceProperty, name) is not { } known)
                Create(set, NewClaim(set, template, name), ordinal);
            else if (IsLeaving(known))
                throw StatusException.Conflict(
                    ResourceTypes.PersistentVolumeClaims,
                    name,
                    $"pvc {name} is being deleted"
                );
        }
    }

    /// <summary>Sees to it that the claims of a pod have the owner that the policy says.</summary>
    /// <param name="set">The set.</param>
    /// <param name="pod">One of its pods.</param>
    /// <param name="ordinal">The pod's.</param>
    /// <param name="isCondemned">Whether the set is to have fewer pods than up to this one.</param>
    public void Assign(V1StatefulSet set, V1Pod pod, int ordinal, bool isCondemned)
    {
        foreach (var template in set.Spec.VolumeClaimTemplates ?? [])
        {
            var name = Ordinals.ClaimName(set, template, ordinal);
            if (resource.Find(set.Metadata.NamespaceProperty, name) is not { } claim)
                continue;
            var references = claim.Metadata.OwnerReferences ?? [];
            IReadOnlyList<V1OwnerReference> others = [.. references.Where(r => !IsTo(r, set) && !IsTo(r, pod))];
            IReadOnlyList<V1OwnerReference> wanted = [.. others, .. Owners(set, isCondemned ? pod : null)];
            var isRight = references.Select(r => r.Uid).SequenceEqual(wanted.Select(r => r.Uid));
            // What belongs to someone else is not the set's to give away.
            if (isRight || others.Any(r => r.Controller is true))
                continue;
            resource.Change(
                set.Metadata.NamespaceProperty,
                name,
                changed => changed.Metadata.OwnerReferences = wanted.Count is 0 ? null : [.. wanted]
            );
        }
    }

    private void Create(V1StatefulSet set, V1PersistentVolumeClaim claim, int ordinal)
    {
        var (name, pod) = (claim.Metadata.Name, Ordinals.PodName(set, ordinal));
        try
        {
            resource.Create(claim);
        }
        catch (StatusException e)
        {
            var message =
                $"Create Claim {name} for Pod {pod} in StatefulSet {set.Metadata.Name} failed error: {e.Message}";
            events.Warning(set, "FailedCreate", message);
            throw;
        }

        events.Normal(
            set,
            "SuccessfulCreate",
            $"Create Claim {name} Pod {pod} in StatefulSet {set.Metadata.Name} success"
        );
    }

    private static V1PersistentVolumeClaim NewClaim(V1StatefulSet set, V1PersistentVolumeClaim template, string name)
    {
        var labels = new Dictionary<string, string>(template.Metadata.Labels ?? new Dictionary<string, string>());
        foreach (var (key, value) in set.Spec.Selector.MatchLabels ?? new Dictionary<string, string>())
            labels[key] = value;
        return new V1PersistentVolumeClaim
        {
            ApiVersion = "v1",
            Kind = "PersistentVolumeClaim",
            Metadata = new V1ObjectMeta
            {
                Name = name,
                NamespaceProperty = set.Metadata.NamespaceProperty,
                Labels = labels,
                Annotations = template.Metadata.Annotations,
                OwnerReferences = [.. Owners(set, condemned: null)],
            },
            Spec = template.Spec,
        };
    }

    /// <summary>With whom the claims of a pod go: with it when the set shrinks, or with the set.</summary>
    private static IEnumerable<V1OwnerReference> Owners(V1StatefulSet set, V1Pod? condemned)
    {
        var policy = set.Spec.PersistentVolumeClaimRetentionPolicy;
        if (condemned is not null && policy?.WhenScaled is "Delete")
            return [condemned.AsController()];
        return policy?.WhenDeleted is "Delete" ? [set.AsController()] : [];
    }

    /// <summary>It goes with a pod that is gone already, or is on its way.</summary>
    private static bool IsLeaving(V1PersistentVolumeClaim claim) =>
        claim.Metadata.DeletionTimestamp is not null
        || (claim.Metadata.OwnerReferences ?? []).Any(reference => reference.Kind is "Pod");

    private static bool IsTo(V1OwnerReference reference, IKubernetesObject<V1ObjectMeta> owner) =>
        reference.Uid == owner.Metadata.Uid;
}
