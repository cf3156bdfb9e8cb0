using System.Text.Json.Nodes;

namespace ResilienceGate.LocalCluster.Store;

/// <summary>Gives each namespace what it starts with, and empties those that are deleted before they go.</summary>
internal sealed class NamespaceController(ObjectStore store, string authorityPem)
{
    /// <summary>By what pods know that they talk to their cluster's API.</summary>
    private const string AuthorityMap = "kube-root-ca.crt";

    public async Task RunAsync(CancellationToken ct)
    {
        await foreach (var change in store.Watch(type: null, ns: null, fromRevision: 0, ct))
        {
            var obj = change.Object;
            if (obj.Type == ResourceTypes.Namespaces)
            {
                if (change.Type is WatchEventType.Added)
                    Furnish(obj.Name);
                else if (change.Type is WatchEventType.Modified && obj.IsDeleting)
                    Empty(obj.Name);
            }
            else if (change.Type is WatchEventType.Deleted && obj.Namespace is { } ns)
            {
                if (obj.Type == ResourceTypes.ServiceAccounts || obj.Type == ResourceTypes.ConfigMaps)
                    Furnish(ns);
                FinalizeIfEmpty(ns);
            }
        }
    }

    private void Furnish(string ns)
    {
        ServiceAccountAdmission.EnsureDefault(store, ns);
        if (store.Find(ResourceTypes.ConfigMaps, ns, AuthorityMap) is not null)
            return;
        try
        {
            var map = new JsonObject
            {
                ["metadata"] = new JsonObject { ["name"] = AuthorityMap },
                ["data"] = new JsonObject { ["ca.crt"] = authorityPem },
            };
            store.Create(ResourceTypes.ConfigMaps, ns, map);
        }
        catch (StatusException e) when (e.IsAlreadyExists || e.IsNotFound || e.IsForbidden)
        {
            // It is there, or its namespace is on its way out.
        }
    }

    private void Empty(string ns)
    {
        foreach (var obj in Contents(ns).Where(o => !o.IsDeleting))
        {
            try
            {
                store.Delete(
                    obj.Type,
                    ns,
                    obj.Name,
                    DeleteOptions.Default with
                    {
                        Propagation = PropagationPolicy.Background,
                        Uid = obj.Uid,
                    }
                );
            }
            catch (StatusException e) when (e.IsNotFound || e.IsConflict)
            {
                // It went by itself.
            }
        }
        FinalizeIfEmpty(ns);
    }

    private void FinalizeIfEmpty(string ns)
    {
        while (store.Find(ResourceTypes.Namespaces, ns: null, ns) is { IsDeleting: true } home && !Contents(ns).Any())
        {
            var draft = (JsonObject)home.Json.DeepClone();
            draft.EnsureObject("spec").Remove("finalizers");
            try
            {
                store.Update(ResourceTypes.Namespaces, ns: null, draft, "finalize");
                return;
            }
            catch (StatusException e) when (e.IsConflict || e.IsNotFound)
            {
                // Read it anew; when it is gone, that is the end.
            }
        }
    }

    private IEnumerable<StoredObject> Contents(string ns) =>
        store.Types.Where(t => t.Namespaced).SelectMany(t => store.List(t, ns));
}
