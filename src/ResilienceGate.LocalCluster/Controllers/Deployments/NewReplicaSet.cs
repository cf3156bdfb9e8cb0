using k8s.Models;

namespace ResilienceGate.LocalCluster.Controllers.Deployments;

/// <summary>The ReplicaSet, still without pods, that is to carry a Deployment's present template.</summary>
internal static class NewReplicaSet
{
    public const string RevisionAnnotation = "deployment.kubernetes.io/revision";

    public static V1ReplicaSet Of(V1Deployment deployment, string hash, string revision)
    {
        var template = PodTemplates.Copy(deployment.Spec.Template);
        template.Metadata ??= new V1ObjectMeta();
        template.Metadata.Labels = WithHash(template.Metadata.Labels, hash);
        var annotations = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in deployment.Metadata.Annotations ?? annotations)
        {
            if (name is not "kubectl.kubernetes.io/last-applied-configuration")
                annotations[name] = value;
        }

        annotations[RevisionAnnotation] = revision;
        return new V1ReplicaSet
        {
            ApiVersion = "apps/v1",
            Kind = "ReplicaSet",
            Metadata = new V1ObjectMeta
            {
                Name = $"{deployment.Metadata.Name}-{hash}",
                NamespaceProperty = deployment.Metadata.NamespaceProperty,
                Labels = new Dictionary<string, string>(template.Metadata.Labels, StringComparer.Ordinal),
                Annotations = annotations,
                OwnerReferences = [deployment.AsController()],
            },
            Spec = new V1ReplicaSetSpec
            {
                Replicas = 0,
                MinReadySeconds = deployment.Spec.MinReadySeconds,
                Selector = new V1LabelSelector
                {
                    MatchLabels = WithHash(deployment.Spec.Selector.MatchLabels, hash),
                    MatchExpressions = deployment.Spec.Selector.MatchExpressions,
                },
                Template = template,
            },
        };
    }

    private static Dictionary<string, string> WithHash(IDictionary<string, string>? labels, string hash) =>
        new(labels ?? new Dictionary<string, string>(StringComparer.Ordinal), StringComparer.Ordinal)
        {
            [PodTemplates.HashLabel] = hash,
        };
}
