using System.Net;
using k8s;
using k8s.Autorest;
using k8s.Models;
using ResilienceGate.Agents.Faults.Network;
using ResilienceGate.Clusters;
using ResilienceGate.Core.Experiments;

namespace ResilienceGate.Faults.Network;

/// <summary>Finds the addresses of the peers that a plan names.</summary>
/// <param name="ns">The target's.</param>
internal sealed class PeerReader(IKubernetes cluster, string ns)
{
    private const string NoClusterIP = "None";
    private const string ServiceLabel = "kubernetes.io/service-name";

    /// <returns>Empty where everybody is meant.</returns>
    /// <exception cref="InjectionRefusedException">A peer that is named has no address.</exception>
    public async Task<IReadOnlyList<PeerAddress>> ReadAsync(Traffic traffic, CancellationToken ct)
    {
        var peers = new List<PeerAddress>();
        if (traffic.Service is { } service)
            peers.AddRange(await OfServiceAsync(service, ct));
        if (traffic.Selector is { } selector)
            peers.AddRange(await OfPodsAsync(selector, ct));
        if (traffic.Network is { } network)
            peers.Add(new PeerAddress(network, Port: null));
        return [.. peers.Distinct()];
    }

    /// <summary>
    /// What a pod sends to a Service bears its cluster address within the pod, or already that of the pod behind it: where
    /// the one is replaced by the other depends on the network of the cluster.
    /// </summary>
    private async Task<IReadOnlyList<PeerAddress>> OfServiceAsync(ServicePeer peer, CancellationToken ct)
    {
        var where = peer.Namespace ?? ns;
        var service = await FindAsync(peer, where, ct);
        var ports = (service.Spec.Ports ?? []).Where(p => peer.Port is null || p.Port == peer.Port).ToList();
        if (peer.Port is { } port && ports.Count == 0)
            throw new InjectionRefusedException($"the Service {peer.Name} in {where} has no port {port}");
        var names = ports.Select(p => p.Name ?? "").ToHashSet(StringComparer.Ordinal);
        var slices = await cluster.DiscoveryV1.ListNamespacedEndpointSliceAsync(
            where,
            labelSelector: $"{ServiceLabel}={peer.Name}",
            cancellationToken: ct
        );
        List<PeerAddress> found =
        [
            .. ClusterIPs(service)
                .SelectMany(a => Each(a, peer.Port is null ? [null] : ports.Select(p => (int?)p.Port))),
            .. slices.Items.SelectMany(slice =>
                slice
                    .Endpoints.SelectMany(e => e.Addresses)
                    .SelectMany(a => Each(a, peer.Port is null ? [null] : PortsOf(slice, names)))
            ),
        ];
        return found.Count > 0
            ? found
            : throw new InjectionRefusedException($"the Service {peer.Name} in {where} has no address");
    }

    private async Task<V1Service> FindAsync(ServicePeer peer, string where, CancellationToken ct)
    {
        try
        {
            return await cluster.CoreV1.ReadNamespacedServiceAsync(peer.Name, where, cancellationToken: ct);
        }
        catch (HttpOperationException e) when (e.Is(HttpStatusCode.NotFound))
        {
            throw new InjectionRefusedException($"there is no Service {peer.Name} in {where}", e);
        }
    }

    private async Task<IReadOnlyList<PeerAddress>> OfPodsAsync(string selector, CancellationToken ct)
    {
        var pods = await cluster.CoreV1.ListNamespacedPodAsync(ns, labelSelector: selector, cancellationToken: ct);
        List<PeerAddress> found =
        [
            .. pods
                .Items.SelectMany(p => p.Status?.PodIPs ?? [])
                .Where(a => a.Ip is { Length: > 0 })
                .Select(a => new PeerAddress(a.Ip, Port: null)),
        ];
        return found.Count > 0
            ? found
            : throw new InjectionRefusedException($"no pod in {ns} with the labels {selector} has an address");
    }

    private static IEnumerable<string> ClusterIPs(V1Service service) =>
        (service.Spec.ClusterIPs ?? [service.Spec.ClusterIP]).Where(a => a is { Length: > 0 } and not NoClusterIP);

    private static IEnumerable<int?> PortsOf(V1EndpointSlice slice, HashSet<string> names) =>
        (slice.Ports ?? []).Where(p => names.Contains(p.Name ?? "")).Select(p => p.Port);

    private static IEnumerable<PeerAddress> Each(string address, IEnumerable<int?> ports) =>
        ports.Select(port => new PeerAddress(address, port));
}
