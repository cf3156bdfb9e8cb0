using System.Net;
using System.Net.Sockets;
using k8s.Models;
using Microsoft.Extensions.Logging;
using ResilienceGate.LocalCluster.Controllers;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Services;

/// <summary>Keeps one balancer a Service port, and lets each follow the EndpointSlices of its Service.</summary>
internal sealed class ServiceProxy(
    Clientset cluster,
    Random random,
    EventRecorder events,
    TimeProvider clock,
    ILogger logger
) : Controller(clock, logger)
{
    private const string ServiceLabel = "kubernetes.io/service-name";
    private static readonly TimeSpan ListenRetry = TimeSpan.FromSeconds(5);

    private readonly Dictionary<ObjectKey, Dictionary<IPEndPoint, PortBalancer>> _balancers = [];

    protected override IEnumerable<Task> Watches(CancellationToken ct) =>
        [
            WatchAsync(cluster.Services, service => [service.Key()], ct),
            WatchAsync(
                cluster.EndpointSlices,
                slice =>
                    slice.Metadata.Labels?.TryGetValue(ServiceLabel, out var service) is true
                        ? [new ObjectKey(slice.Metadata.NamespaceProperty, service)]
                        : [],
                ct
            ),
        ];

    protected override void Reconcile(ObjectKey key)
    {
        var wanted = Wanted(key);
        var existing = _balancers.TryGetValue(key, out var known) ? known : _balancers[key] = [];
        foreach (var gone in existing.Keys.Except(wanted.Keys).ToList())
        {
            existing[gone].Dispose();
            existing.Remove(gone);
        }
        foreach (var (address, endpoints) in wanted)
        {
            if (!existing.TryGetValue(address, out var balancer))
                balancer = existing[address] = new PortBalancer(address, random);
            Follow(key, address, balancer, endpoints);
        }
    }

    private void Follow(ObjectKey key, IPEndPoint address, PortBalancer balancer, Endpoints endpoints)
    {
        try
        {
            balancer.Follow(endpoints);
        }
        catch (SocketException e)
        {
            // A port below 1024 without the right to it, or one that another program has on all addresses.
            if (cluster.Services.Find(key.Namespace, key.Name) is { } service)
                events.Warning(service, "FailedToListen", $"Cannot listen on {address}: {e.Message}");
            EnqueueAfter(key, ListenRetry);
        }
    }

    private Dictionary<IPEndPoint, Endpoints> Wanted(ObjectKey key)
    {
        var wanted = new Dictionary<IPEndPoint, Endpoints>();
        if (
            cluster.Services.Find(key.Namespace, key.Name) is not { } service
            || !IPAddress.TryParse(service.Spec.ClusterIP, out var address)
        )
            return wanted;
        var slices = cluster
            .EndpointSlices.List(key.Namespace)
            .Where(s => s.Metadata.Labels?.TryGetValue(ServiceLabel, out var name) is true && name == key.Name)
            .ToList();
        foreach (var port in service.Spec.Ports ?? [])
            wanted[new IPEndPoint(address, port.Port)] = Usable(slices, port.Name);
        return wanted;
    }

    private static Endpoints Usable(List<V1EndpointSlice> slices, string? port)
    {
        var all = slices
            .SelectMany(slice =>
                (slice.Ports ?? [])
                    .Where(p => (p.Name ?? "") == (port ?? "") && p.Port is not null)
                    .SelectMany(p => (slice.Endpoints ?? []).Select(e => (Endpoint: e, Port: p.Port ?? 0)))
            )
            .ToList();
        var ready = all.Where(e => e.Endpoint.Conditions?.Ready is true).ToList();
        // With no ready endpoint left, kube-proxy turns to those that still serve while they end.
        var chosen = ready.Count > 0 ? ready : all.Where(e => e.Endpoint.Conditions?.Serving is true).ToList();
        return new Endpoints([.. chosen.Select(e => new IPEndPoint(IPAddress.Parse(e.Endpoint.Addresses[0]), e.Port))]);
    }
}
