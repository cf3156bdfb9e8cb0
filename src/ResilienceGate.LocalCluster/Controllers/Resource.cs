using System.Runtime.CompilerServices;
using k8s;
using k8s.Models;
using ResilienceGate.LocalCluster.Store;
using WatchEventType = ResilienceGate.LocalCluster.Store.WatchEventType;

namespace ResilienceGate.LocalCluster.Controllers;

/// <summary>
/// One kind of objects as the controllers and kubelets see it. What is read here is shared by all of them, as the
/// cache of an informer is, and must not be changed; it is never behind the store, though. To change an object, hand
/// the change to <see cref="Change"/> or <see cref="ChangeStatus"/>, which work on a copy.
/// </summary>
internal sealed class Resource<T>(ObjectStore store, ResourceType type)
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    private readonly Objects<T> _objects = new(store, type);
    private readonly ConditionalWeakTable<StoredObject, T> _shared = [];

    public T? Find(string? ns, string name) => store.Find(type, ns, name) is { } found ? Shared(found) : null;

    /// <param name="ns">Null: of all namespaces.</param>
    public IReadOnlyList<T> List(string? ns) => [.. store.List(type, ns).Select(Shared)];

    /// <summary>The objects that exist, each as Added, then the changes.</summary>
    public async IAsyncEnumerable<(WatchEventType Type, T Object)> WatchAsync(
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        var (items, revision) = store.Snapshot(type, ns: null);
        foreach (var item in items)
            yield return (WatchEventType.Added, Shared(item));
        await foreach (var change in store.Watch(type, ns: null, revision, ct))
            yield return (change.Type, Shared(change.Object));
    }

    /// <exception cref="StatusException">AlreadyExists, Invalid, or NotFound for its namespace.</exception>
    public T Create(T obj) => _objects.Create(obj);

    /// <returns>Null when the object is gone.</returns>
    public T? Change(string? ns, string name, Action<T> change) => _objects.Change(ns, name, change);

    /// <returns>Null when the object is gone.</returns>
    public T? ChangeStatus(string? ns, string name, Action<T> change) => _objects.ChangeStatus(ns, name, change);

    /// <inheritdoc cref="Objects{T}.ChangeBinding"/>
    public T? ChangeBinding(string? ns, string name, Action<T> change) => _objects.ChangeBinding(ns, name, change);

    /// <summary>Deletes this incarnation of the object; nothing happens when it is gone already.</summary>
    /// <param name="obj">Which one.</param>
    /// <param name="gracePeriod">Null: the pod's own; other kinds have none.</param>
    /// <param name="propagation">What becomes of what the object owns.</param>
    public void Delete(
        T obj,
        TimeSpan? gracePeriod = null,
        PropagationPolicy propagation = PropagationPolicy.Background
    )
    {
        try
        {
            store.Delete(
                type,
                obj.Metadata.NamespaceProperty,
                obj.Metadata.Name,
                DeleteOptions.Default with
                {
                    GracePeriod = gracePeriod,
                    Uid = obj.Metadata.Uid,
                    Propagation = propagation,
                }
            );
        }
        catch (StatusException e) when (e.IsNotFound || e.IsConflict)
        {
            // Someone else was faster, and that is as good.
        }
    }

    private T Shared(StoredObject stored) => _shared.GetValue(stored, static found => found.As<T>());
}
