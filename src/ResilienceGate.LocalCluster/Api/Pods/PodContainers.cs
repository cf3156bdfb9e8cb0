using Microsoft.AspNetCore.Http;
using ResilienceGate.LocalCluster.Store;
using ResilienceGate.LocalCluster.Store.Strategies;

namespace ResilienceGate.LocalCluster.Api.Pods;

/// <summary>Finds the container that a request for logs or streams means.</summary>
internal static class PodContainers
{
    /// <exception cref="StatusException">BadRequest when the pod has no such container, or several and none is named.</exception>
    public static ContainerReference Resolve(HttpRequest request, StoredObject pod)
    {
        var spec = pod.Json.Object("spec") ?? [];
        List<string> regular = [.. spec.Items("containers").Select(c => c.Text("name") ?? "")];
        var name = request.Query["container"].ToString();
        if (name.Length == 0)
        {
            if (regular.Count != 1)
            {
                throw StatusException.BadRequest(
                    $"a container name must be specified for pod {pod.Name}, choose one of: [{string.Join(' ', regular)}]"
                );
            }
            name = regular[0];
        }
        else if (
            !PodSpecDefaults.Containers(spec).Any(c => string.Equals(c.Text("name"), name, StringComparison.Ordinal))
        )
            throw StatusException.BadRequest($"container {name} is not valid for pod {pod.Name}");
        return new ContainerReference(pod.Namespace ?? "", pod.Name, pod.Uid, name);
    }
}
