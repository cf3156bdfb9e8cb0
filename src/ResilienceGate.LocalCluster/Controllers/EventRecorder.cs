using System.Globalization;
using k8s;
using k8s.Models;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Controllers;

/// <summary>
/// Records what happened to an object; the same thing happening again raises the count of the first event, as
/// client-go's correlator does.
/// </summary>
internal sealed class EventRecorder(Resource<Corev1Event> events, string component, string host, TimeProvider clock)
{
    // As many as client-go's event correlator remembers.
    private const int MaxKnown = 4096;

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Uid, string Field, string Reason, string Message), ObjectKey> _known = [];

    public void Normal(IKubernetesObject<V1ObjectMeta> about, string reason, string message) =>
        Record(Reference(about, fieldPath: null), "Normal", reason, message);

    public void Warning(IKubernetesObject<V1ObjectMeta> about, string reason, string message) =>
        Record(Reference(about, fieldPath: null), "Warning", reason, message);

    /// <summary>An event of one container of a pod.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="fieldPath">Such as <c>spec.containers{name}</c>.</param>
    /// <param name="type">Normal or Warning.</param>
    /// <param name="reason">One word.</param>
    /// <param name="message">A sentence.</param>
    public void Container(V1Pod pod, string fieldPath, string type, string reason, string message) =>
        Record(Reference(pod, fieldPath), type, reason, message);

    private static V1ObjectReference Reference(IKubernetesObject<V1ObjectMeta> about, string? fieldPath) =>
        new()
        {
            ApiVersion = about.ApiVersion,
            Kind = about.Kind,
            Name = about.Metadata.Name,
            NamespaceProperty = about.Metadata.NamespaceProperty,
            Uid = about.Metadata.Uid,
            ResourceVersion = about.Metadata.ResourceVersion,
            FieldPath = fieldPath,
        };

    private void Record(V1ObjectReference about, string type, string reason, string message)
    {
        var id = (about.Uid, about.FieldPath ?? "", reason, message);
        lock (_gate)
        {
            if (_known.TryGetValue(id, out var known) && Repeat(known))
                return;
            try
            {
                var created = events.Create(NewEvent(about, type, reason, message));
                if (_known.Count >= MaxKnown)
                    _known.Clear();
                _known[id] = created.Key();
            }
            catch (StatusException)
            {
                // Its namespace is going away: nobody will read it.
            }
        }
    }

    private bool Repeat(ObjectKey known)
    {
        var repeated = events.Change(
            known.Namespace,
            known.Name,
            existing =>
            {
                existing.Count = (existing.Count ?? 0) + 1;
                existing.LastTimestamp = clock.Seconds();
            }
        );
        return repeated is not null;
    }

    private Corev1Event NewEvent(V1ObjectReference about, string type, string reason, string message)
    {
        var ns = string.IsNullOrEmpty(about.NamespaceProperty) ? "default" : about.NamespaceProperty;
        // Nanoseconds since 1970 in hexadecimal, as client-go names events.
        var stamp = ((clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * 100).ToString(
            "x",
            CultureInfo.InvariantCulture
        );
        return new Corev1Event
        {
            ApiVersion = "v1",
            Kind = "Event",
            Metadata = new V1ObjectMeta { GenerateName = $"{about.Name}.{stamp}", NamespaceProperty = ns },
            InvolvedObject = about,
            Type = type,
            Reason = reason,
            Message = message,
            Count = 1,
            FirstTimestamp = clock.Seconds(),
            LastTimestamp = clock.Seconds(),
            Source = new V1EventSource { Component = component, Host = host.Length is 0 ? null : host },
            ReportingComponent = component,
            ReportingInstance = host,
        };
    }
}
