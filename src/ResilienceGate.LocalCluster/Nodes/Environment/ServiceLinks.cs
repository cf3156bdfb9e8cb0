using k8s.Models;
using ResilienceGate.LocalCluster.Controllers;

namespace ResilienceGate.LocalCluster.Nodes.Environment;

/// <summary>Which Services a pod's containers are told of in their environment.</summary>
internal sealed class ServiceLinks(Resource<V1Service> services)
{
    private const string ApiServerNamespace = "default";
    private const string ApiServerName = "kubernetes";

    public IReadOnlyDictionary<string, string> Of(V1Pod pod)
    {
        var own = pod.Spec.EnableServiceLinks is false ? [] : services.List(pod.Metadata.NamespaceProperty);
        IEnumerable<V1Service> apiServer = services.Find(ApiServerNamespace, ApiServerName) is { } found ? [found] : [];
        var links = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in ServiceVariables.Of([.. own, .. apiServer]))
            links[name] = value;
        return links;
    }
}
