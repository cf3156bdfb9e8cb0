using k8s;
using k8s.Models;

namespace ResilienceGate.Try;

/// <summary>Rolls versions of the sample out, as a pipeline would.</summary>
internal sealed class SampleRollout(IKubernetes cluster)
{
    private const string LoadTime = "LOAD_TIME";
    private const string VersionLabel = "app.kubernetes.io/version";

    /// <summary>Creates the namespace, the Service and the first version.</summary>
    public async Task CreateAsync(CancellationToken ct)
    {
        var ns = KubernetesYaml.Deserialize<V1Namespace>(SampleFiles.Read("namespace.yaml"));
        await cluster.CoreV1.CreateNamespaceAsync(ns, cancellationToken: ct);
        var service = KubernetesYaml.Deserialize<V1Service>(SampleFiles.Read("service.yaml"));
        await cluster.CoreV1.CreateNamespacedServiceAsync(service, service.Namespace(), cancellationToken: ct);
        var deployment = KubernetesYaml.Deserialize<V1Deployment>(SampleFiles.Read("deployment.yaml"));
        await cluster.AppsV1.CreateNamespacedDeploymentAsync(deployment, deployment.Namespace(), cancellationToken: ct);
    }

    /// <summary>Changes the Deployment to another version; the gate waits until it is rolled out.</summary>
    /// <param name="version">Told by a label alone: the program is the same.</param>
    /// <param name="longerLoad">How much longer the model of this version takes to load.</param>
    public async Task ChangeAsync(string version, TimeSpan longerLoad, CancellationToken ct)
    {
        var deployment = KubernetesYaml.Deserialize<V1Deployment>(SampleFiles.Read("deployment.yaml"));
        deployment.Spec.Template.Metadata.Labels[VersionLabel] = version;
        var load = deployment.Spec.Template.Spec.Containers[0].Env.Single(e => e.Name == LoadTime);
        load.Value =
            $"{double.Parse(load.Value.TrimEnd('s'), System.Globalization.CultureInfo.InvariantCulture) + longerLoad.TotalSeconds}s";
        await cluster.AppsV1.ReplaceNamespacedDeploymentAsync(
            deployment,
            deployment.Name(),
            deployment.Namespace(),
            cancellationToken: ct
        );
    }
}
