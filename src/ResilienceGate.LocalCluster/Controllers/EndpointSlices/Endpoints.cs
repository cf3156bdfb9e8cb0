using System.Globalization;
using k8s.Models;

namespace ResilienceGate.LocalCluster.Controllers.EndpointSlices;

/// <summary>What a Service's slice should hold, worked out from the Service and the pods it selects.</summary>
internal static class Endpoints
{
    public static bool Selects(this V1Service service, V1Pod pod) =>
        service.Spec?.Selector is { Count: > 0 } selector
        && selector.All(label =>
            pod.Metadata.Labels is { } labels
            && labels.TryGetValue(label.Key, out var value)
            && string.Equals(value, label.Value, StringComparison.Ordinal)
        );

    /// <summary>In the order of the pods' names, so that equal states give equal slices.</summary>
    public static IList<V1Endpoint> Of(V1Service service, IEnumerable<V1Pod> selected) =>
        [
            .. selected
                .Where(pod => pod.Status is { PodIP.Length: > 0, Phase: not ("Succeeded" or "Failed") })
                .OrderBy(pod => pod.Metadata.Name, StringComparer.Ordinal)
                .Select(pod => Of(service, pod)),
        ];

    /// <summary>A target port that no selected pod's container names has no endpoint port.</summary>
    public static IList<Discoveryv1EndpointPort> Ports(V1Service service, IReadOnlyList<V1Pod> selected)
    {
        List<Discoveryv1EndpointPort> ports = [];
        foreach (var port in service.Spec.Ports ?? [])
        {
            if (Number(port, selected) is { } number)
            {
                ports.Add(
                    new Discoveryv1EndpointPort
                    {
                        Name = port.Name ?? "",
                        Protocol = port.Protocol ?? "TCP",
                        Port = number,
                        AppProtocol = port.AppProtocol,
                    }
                );
            }
        }

        return ports;
    }

    private static V1Endpoint Of(V1Service service, V1Pod pod)
    {
        var serving = pod.Status.Conditions?.Any(c => c is { Type: "Ready", Status: "True" }) is true;
        var terminating = pod.Metadata.DeletionTimestamp is not null;
        return new V1Endpoint
        {
            Addresses = [pod.Status.PodIP],
            Conditions = new V1EndpointConditions
            {
                Ready = service.Spec.PublishNotReadyAddresses is true || (serving && !terminating),
                Serving = serving,
                Terminating = terminating,
            },
            NodeName = pod.Spec.NodeName,
            TargetRef = new V1ObjectReference
            {
                Kind = "Pod",
                Name = pod.Metadata.Name,
                NamespaceProperty = pod.Metadata.NamespaceProperty,
                Uid = pod.Metadata.Uid,
            },
        };
    }

    private static int? Number(V1ServicePort port, IReadOnlyList<V1Pod> selected)
    {
        var target = port.TargetPort?.Value;
        if (string.IsNullOrEmpty(target))
            return port.Port;
        if (int.TryParse(target, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return number is 0 ? port.Port : number;
        return selected
            .SelectMany(pod => pod.Spec.Containers)
            .SelectMany(container => container.Ports ?? [])
            .FirstOrDefault(named =>
                string.Equals(named.Name, target, StringComparison.Ordinal)
                && string.Equals(named.Protocol ?? "TCP", port.Protocol ?? "TCP", StringComparison.Ordinal)
            )
            ?.ContainerPort;
    }
}
