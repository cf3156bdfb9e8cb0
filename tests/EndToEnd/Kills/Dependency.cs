using k8s;
using k8s.Models;
using ResilienceGate.Try;

namespace ResilienceGate.EndToEnd.Kills;

/// <summary>A Service that the model is said to depend on: the sample under another name.</summary>
internal static class Dependency
{
    private const string Label = "app.kubernetes.io/name";

    public static async Task CreateAsync(Kubernetes cluster, string name, CancellationToken ct)
    {
        var deployment = KubernetesYaml.Deserialize<V1Deployment>(SampleFiles.Read("deployment.yaml"));
        deployment.Metadata.Name = name;
        deployment.Spec.Replicas = 1;
        deployment.Spec.Selector.MatchLabels[Label] = name;
        deployment.Spec.Template.Metadata.Labels[Label] = name;
        await cluster.AppsV1.CreateNamespacedDeploymentAsync(deployment, TestTarget.Namespace, cancellationToken: ct);
        var service = KubernetesYaml.Deserialize<V1Service>(SampleFiles.Read("service.yaml"));
        service.Metadata.Name = name;
        service.Spec.Selector[Label] = name;
        await cluster.CoreV1.CreateNamespacedServiceAsync(service, TestTarget.Namespace, cancellationToken: ct);
    }

    public static async Task DeleteAsync(Kubernetes cluster, string name, CancellationToken ct)
    {
        await cluster.AppsV1.DeleteNamespacedDeploymentAsync(name, TestTarget.Namespace, cancellationToken: ct);
        await cluster.CoreV1.DeleteNamespacedServiceAsync(name, TestTarget.Namespace, cancellationToken: ct);
    }
}
