using System.Net;
using k8s.Models;
using ResilienceGate.LocalCluster.Controllers;

namespace ResilienceGate.LocalCluster.Services;

/// <summary>The Service <c>kubernetes</c>, by which pods find the API server.</summary>
internal static class ApiServerService
{
    private const string Namespace = "default";
    private const string Name = "kubernetes";
    private const string PortName = "https";
    private const int Port = 443;

    /// <param name="cluster">Where.</param>
    /// <param name="server">Where the server listens.</param>
    /// <param name="address">The Service's own address, which the server's certificate names.</param>
    public static void Publish(Clientset cluster, Uri server, IPAddress address)
    {
        cluster.Services.Create(
            new V1Service
            {
                ApiVersion = "v1",
                Kind = "Service",
                Metadata = new V1ObjectMeta
                {
                    Name = Name,
                    NamespaceProperty = Namespace,
                    Labels = new Dictionary<string, string> { ["component"] = "apiserver", ["provider"] = Name },
                },
                Spec = new V1ServiceSpec
                {
                    ClusterIP = address.ToString(),
                    Ports =
                    [
                        new V1ServicePort
                        {
                            Name = PortName,
                            Port = Port,
                            TargetPort = server.Port,
                        },
                    ],
                },
            }
        );
        cluster.EndpointSlices.Create(
            new V1EndpointSlice
            {
                ApiVersion = "discovery.k8s.io/v1",
                Kind = "EndpointSlice",
                Metadata = new V1ObjectMeta
                {
                    Name = Name,
                    NamespaceProperty = Namespace,
                    Labels = new Dictionary<string, string> { ["kubernetes.io/service-name"] = Name },
                },
                AddressType = "IPv4",
                Endpoints =
                [
                    new V1Endpoint
                    {
                        Addresses = [server.Host],
                        Conditions = new V1EndpointConditions { Ready = true },
                    },
                ],
                Ports =
                [
                    new Discoveryv1EndpointPort
                    {
                        Name = PortName,
                        Port = server.Port,
                        Protocol = "TCP",
                    },
                ],
            }
        );
    }
}
