using System.Globalization;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Logging;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Controllers.EndpointSlices;

/// <summary>Keeps one EndpointSlice for each Service that has a selector.</summary>
internal sealed class EndpointSliceController(
    Clientset cluster,
    EventRecorder events,
    TimeProvider clock,
    ILogger logger
) : Controller(clock, logger)
{
    private const string ServiceLabel = "kubernetes.io/service-name";
    private const string ManagerLabel = "endpointslice.kubernetes.io/managed-by";
    private const string Manager = "endpointslice-controller.k8s.io";
    private const string TriggerTime = "endpoints.kubernetes.io/last-change-trigger-time";

    protected override IEnumerable<Task> Watches(CancellationToken ct) =>
        [WatchAsync(cluster.Services, service => [service.Key()], ct), WatchAsync(cluster.Pods, Concerned, ct)];

    protected override void Reconcile(ObjectKey key)
    {
        var slices = Slices(key);
        if (cluster.Services.Find(key.Namespace, key.Name) is not { Spec: not null } service)
        {
            foreach (var slice in slices)
                cluster.EndpointSlices.Delete(slice);
            return;
        }

        // Without a selector its owner writes the slices.
        if (service is not { Metadata.DeletionTimestamp: null, Spec.Selector.Count: > 0 })
            return;
        if (service.Spec.Type is "ExternalName")
            return;

        IReadOnlyList<V1Pod> selected = [.. cluster.Pods.List(key.Namespace).Where(service.Selects)];
        var desired = NewSlice(service, selected);
        // A slice of an earlier Service of this name is not this one's.
        var own = slices.FirstOrDefault(slice => slice.IsControlledBy(service));
        foreach (var other in slices.Where(slice => !ReferenceEquals(slice, own)))
            cluster.EndpointSlices.Delete(other);
        Write(service, own, desired);
    }

    private void Write(V1Service service, V1EndpointSlice? own, V1EndpointSlice desired)
    {
        if (own is not null && IsSame(own, desired))
            return;
        try
        {
            if (own is null)
            {
                cluster.EndpointSlices.Create(desired);
                return;
            }

            cluster.EndpointSlices.Change(
                own.Metadata.NamespaceProperty,
                own.Metadata.Name,
                current =>
                {
                    current.Endpoints = desired.Endpoints;
                    current.Ports = desired.Ports;
                    current.Metadata.Annotations ??= new Dictionary<string, string>(StringComparer.Ordinal);
                    current.Metadata.Annotations[TriggerTime] = desired.Metadata.Annotations[TriggerTime];
                }
            );
        }
        catch (StatusException e)
        {
            events.Warning(service, "FailedToUpdateEndpointSlices", e.Message);
            throw;
        }
    }

    private static bool IsSame(V1EndpointSlice left, V1EndpointSlice right) =>
        string.Equals(Content(left), Content(right), StringComparison.Ordinal);

    private static string Content(V1EndpointSlice slice) =>
        KubernetesJson.Serialize(slice.Endpoints ?? []) + KubernetesJson.Serialize(slice.Ports ?? []);

    /// <summary>The Services that select the pod now, or that still hold it.</summary>
    private IEnumerable<ObjectKey> Concerned(V1Pod pod)
    {
        var ns = pod.Metadata.NamespaceProperty;
        var selecting = cluster.Services.List(ns).Where(service => service.Selects(pod)).Select(s => s.Key());
        var holding = cluster
            .EndpointSlices.List(ns)
            .Where(slice => IsManaged(slice) && Holds(slice, pod))
            .Select(slice => new ObjectKey(ns, slice.Metadata.Labels[ServiceLabel]));
        return selecting.Concat(holding);
    }

    private static bool Holds(V1EndpointSlice slice, V1Pod pod) =>
        slice.Endpoints?.Any(e => string.Equals(e.TargetRef?.Uid, pod.Metadata.Uid, StringComparison.Ordinal)) is true;

    private IReadOnlyList<V1EndpointSlice> Slices(ObjectKey service) =>
        [
            .. cluster
                .EndpointSlices.List(service.Namespace)
                .Where(slice =>
                    IsManaged(slice)
                    && string.Equals(slice.Metadata.Labels[ServiceLabel], service.Name, StringComparison.Ordinal)
                ),
        ];

    private static bool IsManaged(V1EndpointSlice slice) =>
        slice.Metadata.Labels is { } labels
        && labels.ContainsKey(ServiceLabel)
        && labels.TryGetValue(ManagerLabel, out var manager)
        && string.Equals(manager, Manager, StringComparison.Ordinal);

    private V1EndpointSlice NewSlice(V1Service service, IReadOnlyList<V1Pod> selected) =>
        new()
        {
            ApiVersion = "discovery.k8s.io/v1",
            Kind = "EndpointSlice",
            Metadata = new V1ObjectMeta
            {
                GenerateName = $"{service.Metadata.Name}-",
                NamespaceProperty = service.Metadata.NamespaceProperty,
                Labels = new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    [ServiceLabel] = service.Metadata.Name,
                    [ManagerLabel] = Manager,
                },
                Annotations = new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    [TriggerTime] = Clock
                        .GetUtcNow()
                        .UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture),
                },
                OwnerReferences = [service.AsController()],
            },
            AddressType = "IPv4",
            Endpoints = Endpoints.Of(service, selected),
            Ports = Endpoints.Ports(service, selected),
        };
}
