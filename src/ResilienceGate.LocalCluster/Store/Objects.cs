using System.Text.Json.Nodes;
using k8s;
using k8s.Models;

namespace ResilienceGate.LocalCluster.Store;

/// <summary>The store as a controller sees it: one kind, typed.</summary>
internal sealed class Objects<T>(ObjectStore store, ResourceType type)
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    public T? Find(string? ns, string name) => store.Find(type, ns, name)?.As<T>();

    public IReadOnlyList<T> List(string? ns) => [.. store.List(type, ns).Select(o => o.As<T>())];

    public T Create(T obj) => store.Create(type, Namespace(obj), Json(obj)).As<T>();

    /// <exception cref="StatusException">Conflict when the object changed since it was read.</exception>
    public T Update(T obj) => store.Update(type, Namespace(obj), Json(obj), subresource: null).As<T>();

    /// <exception cref="StatusException">Conflict when the object changed since it was read.</exception>
    public T UpdateStatus(T obj) => store.Update(type, Namespace(obj), Json(obj), "status").As<T>();

    /// <summary>Reads, changes and writes again until no other writer came between.</summary>
    /// <returns>Null when the object is gone.</returns>
    public T? Change(string? ns, string name, Action<T> change) => Change(ns, name, change, Update);

    /// <inheritdoc cref="Change(string?, string, Action{T})"/>
    public T? ChangeStatus(string? ns, string name, Action<T> change) => Change(ns, name, change, UpdateStatus);

    /// <summary>Changes what a binding does: a pod's node, and that it is scheduled.</summary>
    /// <returns>Null when the object is gone.</returns>
    public T? ChangeBinding(string? ns, string name, Action<T> change) =>
        Change(ns, name, change, obj => store.Update(type, Namespace(obj), Json(obj), "binding").As<T>());

    /// <summary>Deletes the object; nothing happens when it is gone already.</summary>
    public void Delete(string? ns, string name, TimeSpan? gracePeriod)
    {
        try
        {
            store.Delete(type, ns, name, DeleteOptions.Default with { GracePeriod = gracePeriod });
        }
        catch (StatusException e) when (e.IsNotFound)
        {
            // Someone else was faster, and that is as good.
        }
    }

    private T? Change(string? ns, string name, Action<T> change, Func<T, T> write)
    {
        while (true)
        {
            var current = Find(ns, name);
            if (current is null)
                return null;
            change(current);
            try
            {
                return write(current);
            }
            catch (StatusException e) when (e.IsConflict)
            {
                // Another writer came between the read and the write: read again.
            }
            catch (StatusException e) when (e.IsNotFound)
            {
                return null;
            }
        }
    }

    private string? Namespace(T obj) => type.Namespaced ? obj.Metadata.NamespaceProperty ?? "default" : null;

    private static JsonObject Json(T obj) =>
        JsonNode.Parse(KubernetesJson.Serialize(obj)) as JsonObject
        ?? throw new InvalidOperationException($"{typeof(T).Name} is not written as a JSON object");
}
