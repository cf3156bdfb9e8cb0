using k8s.Models;
using ResilienceGate.LocalCluster.Controllers.Workloads;

namespace ResilienceGate.LocalCluster.Controllers.Deployments;

/// <summary>The ReplicaSet that is to carry a Deployment's present template.</summary>
internal static class NewReplicaSet
{
    /// <param name="deployment">Whose template it has.</param>
    /// <param name="replicas">How many pods it begins with.</param>
    /// <param name="revision">The number of the template.</param>
    public static V1ReplicaSet Of(V1Deployment deployment, int replicas, long revision)
    {
        var identity = PodTemplates.Identity(deployment.Spec.Template);
        var collisions = deployment.Status?.CollisionCount;
        var hash = PodTemplates.Hash(
            collisions is null ? identity : FormattableString.Invariant($"{identity}{collisions}")
        );
        var template = PodTemplates.Copy(deployment.Spec.Template);
        template.Metadata ??= new V1ObjectMeta();
        template.Metadata.Labels = WithHash(template.Metadata.Labels, hash);
        var set = new V1ReplicaSet
        {
            ApiVersion = "apps/v1",
            Kind = "ReplicaSet",
            Metadata = new V1ObjectMeta
            {
                Name = $"{deployment.Metadata.Name}-{hash}",
                NamespaceProperty = deployment.Metadata.NamespaceProperty,
                Labels = new Dictionary<string, string>(template.Metadata.Labels),
                OwnerReferences = [deployment.AsController()],
            },
            Spec = new V1ReplicaSetSpec
            {
                Replicas = replicas,
                MinReadySeconds = deployment.Spec.MinReadySeconds,
                Selector = new V1LabelSelector
                {
                    MatchLabels = WithHash(deployment.Spec.Selector.MatchLabels, hash),
                    MatchExpressions = deployment.Spec.Selector.MatchExpressions,
                },
                Template = template,
            },
        };
        Annotations.SetRevision(set, deployment, revision);
        Annotations.SetSize(set, deployment);
        return set;
    }

    private static Dictionary<string, string> WithHash(IDictionary<string, string>? labels, string hash) =>
        new(labels ?? new Dictionary<string, string>()) { [PodTemplates.HashLabel] = hash };
}
