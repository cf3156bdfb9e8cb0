using System.Text.Json.Nodes;

namespace ResilienceGate.LocalCluster.Store;

/// <summary>
/// Deletes what no owner is left of, and carries out foreground and orphan deletions: the garbage collector of the
/// real controller manager.
/// </summary>
internal sealed class GarbageCollector(ObjectStore store)
{
    private readonly Dictionary<string, HashSet<(ResourceType Type, string? Namespace, string Name)>> _dependents = new(
        StringComparer.Ordinal
    );
    private readonly HashSet<string> _alive = new(StringComparer.Ordinal);

    public async Task RunAsync(CancellationToken ct)
    {
        await foreach (var change in store.Watch(type: null, ns: null, fromRevision: 0, ct))
        {
            var obj = change.Object;
            if (change.Type is WatchEventType.Deleted)
                Forget(obj);
            else
                Remember(obj);
        }
    }

    private void Remember(StoredObject obj)
    {
        _alive.Add(obj.Uid);
        List<string> owners = [.. Owners(obj).Select(o => o.Text("uid")).OfType<string>()];
        foreach (var owner in owners)
        {
            if (!_dependents.TryGetValue(owner, out var dependents))
                _dependents[owner] = dependents = [];
            dependents.Add((obj.Type, obj.Namespace, obj.Name));
        }
        // Its owners may have gone before it came.
        if (owners.Count > 0 && !owners.Exists(_alive.Contains))
            CollectIfAbandoned(obj.Type, obj.Namespace, obj.Name);
        if (obj.IsDeleting)
            Release(obj);
    }

    private void Forget(StoredObject obj)
    {
        _alive.Remove(obj.Uid);
        if (_dependents.Remove(obj.Uid, out var dependents))
        {
            foreach (var (type, ns, name) in dependents)
                CollectIfAbandoned(type, ns, name);
        }
        // A foreground deletion of an owner may have waited for this one.
        foreach (var owner in Owners(obj))
        {
            if (_dependents.TryGetValue(owner.Text("uid") ?? "", out var siblings))
            {
                siblings.Remove((obj.Type, obj.Namespace, obj.Name));
                ReleaseOwner(obj, owner);
            }
        }
    }

    private void CollectIfAbandoned(ResourceType type, string? ns, string name)
    {
        var current = store.Find(type, ns, name);
        if (current is null || current.IsDeleting || !Owners(current).Any())
            return;
        if (Owners(current).Any(o => _alive.Contains(o.Text("uid") ?? "")))
            RemoveOwners(current, o => !_alive.Contains(o.Text("uid") ?? ""));
        else
            Delete(current, PropagationPolicy.Background);
    }

    /// <summary>Does what the finalizers of a deleted owner stand for, and takes them off.</summary>
    private void Release(StoredObject owner)
    {
        var dependents = _dependents
            .GetValueOrDefault(owner.Uid, [])
            .Select(d => store.Find(d.Type, d.Namespace, d.Name))
            .OfType<StoredObject>()
            .Where(d => Owners(d).Any(o => IsRefTo(o, owner.Uid)))
            .ToList();
        if (owner.Finalizers.Contains(Deletions.OrphanFinalizer, StringComparer.Ordinal))
        {
            foreach (var dependent in dependents)
                RemoveOwners(dependent, o => IsRefTo(o, owner.Uid));
            RemoveFinalizer(owner, Deletions.OrphanFinalizer);
        }
        else if (owner.Finalizers.Contains(Deletions.ForegroundFinalizer, StringComparer.Ordinal))
        {
            foreach (var dependent in dependents.Where(d => !d.IsDeleting))
            {
                // What owns something itself takes it along in the same way.
                var owns = _dependents.GetValueOrDefault(dependent.Uid) is { Count: > 0 };
                Delete(dependent, owns ? PropagationPolicy.Foreground : PropagationPolicy.Background);
            }
            var blocked = dependents.Exists(d =>
                store.Find(d.Type, d.Namespace, d.Name) is not null
                && Owners(d).Any(o => IsRefTo(o, owner.Uid) && o.Flag("blockOwnerDeletion") is true)
            );
            if (!blocked)
                RemoveFinalizer(owner, Deletions.ForegroundFinalizer);
        }
    }

    private void ReleaseOwner(StoredObject dependent, JsonObject reference)
    {
        var owner = store
            .Types.Where(t => string.Equals(t.Kind, reference.Text("kind"), StringComparison.Ordinal))
            .Select(t => store.Find(t, t.Namespaced ? dependent.Namespace : null, reference.Text("name") ?? ""))
            .FirstOrDefault(o => o is not null && IsRefTo(reference, o.Uid));
        if (owner is { IsDeleting: true })
            Release(owner);
    }

    private void Delete(StoredObject obj, PropagationPolicy propagation)
    {
        // The real collector too deletes only the incarnation that it looked at.
        Attempt(() =>
            store.Delete(
                obj.Type,
                obj.Namespace,
                obj.Name,
                DeleteOptions.Default with
                {
                    Propagation = propagation,
                    Uid = obj.Uid,
                }
            )
        );
    }

    private void RemoveOwners(StoredObject obj, Func<JsonObject, bool> gone) =>
        Change(
            obj,
            metadata =>
                metadata["ownerReferences"] = new JsonArray([
                    .. metadata.Items("ownerReferences").Where(o => !gone(o)).Select(o => o.DeepClone()),
                ])
        );

    private void RemoveFinalizer(StoredObject obj, string finalizer) =>
        Change(
            obj,
            metadata =>
                metadata["finalizers"] = new JsonArray([
                    .. (metadata.Array("finalizers") ?? [])
                        .Select(f => f.Text())
                        .Where(f => !string.Equals(f, finalizer, StringComparison.Ordinal))
                        .Select(f => (JsonNode)f),
                ])
        );

    private void Change(StoredObject obj, Action<JsonObject> change)
    {
        // Read anew on each attempt: controllers write the same objects.
        while (
            store.Find(obj.Type, obj.Namespace, obj.Name) is { } current
            && string.Equals(current.Uid, obj.Uid, StringComparison.Ordinal)
        )
        {
            var draft = (JsonObject)current.Json.DeepClone();
            change(draft.EnsureObject("metadata"));
            if (Attempt(() => store.Update(obj.Type, obj.Namespace, draft, subresource: null)))
                return;
        }
    }

    /// <returns>False when the object changed or went meanwhile.</returns>
    private static bool Attempt(Action write)
    {
        try
        {
            write();
            return true;
        }
        catch (StatusException e) when (e.IsNotFound || e.IsConflict)
        {
            return false;
        }
    }

    private static IEnumerable<JsonObject> Owners(StoredObject obj) => obj.Json.Metadata.Items("ownerReferences");

    private static bool IsRefTo(JsonObject reference, string uid) =>
        string.Equals(reference.Text("uid"), uid, StringComparison.Ordinal);
}
