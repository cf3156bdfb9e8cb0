using System.Text.Json.Nodes;

namespace ResilienceGate.LocalCluster.Store.CustomResources;

/// <summary>Deletes the objects of a custom resource before its definition goes, and then frees its names.</summary>
internal sealed class CustomResourceFinalizer(ObjectStore store, TimeProvider clock)
{
    public const string Name = "customresourcecleanup.apiextensions.k8s.io";

    public async Task RunAsync(CancellationToken ct)
    {
        await foreach (var change in store.Watch(type: null, ns: null, fromRevision: 0, ct))
        {
            var obj = change.Object;
            if (obj.Type == ResourceTypes.CustomResourceDefinitions)
            {
                if (change.Type is WatchEventType.Modified)
                    Clean(obj.Name);
                else if (change.Type is WatchEventType.Deleted)
                    OfferNames();
            }
            else if (obj.Type.Model is null && change.Type is WatchEventType.Deleted)
                Clean(obj.Type.GroupResource);
        }
    }

    /// <summary>A definition that was refused its names may have them now.</summary>
    private void OfferNames()
    {
        foreach (var waiting in store.List(ResourceTypes.CustomResourceDefinitions, ns: null))
        {
            if (!CustomResourceNames.IsEstablished(waiting.Json))
                Attempt(() => store.Update(waiting.Type, ns: null, waiting.Json, subresource: null));
        }
    }

    private void Clean(string name)
    {
        MarkTerminating(name);
        while (store.Find(ResourceTypes.CustomResourceDefinitions, ns: null, name) is { IsDeleting: true } definition)
        {
            List<StoredObject> instances = [.. Instances(name)];
            foreach (var instance in instances.Where(i => !i.IsDeleting))
                Attempt(() =>
                    store.Delete(
                        instance.Type,
                        instance.Namespace,
                        instance.Name,
                        DeleteOptions.Default with
                        {
                            Uid = instance.Uid,
                        }
                    )
                );
            // The deletion of the last one comes here again; what changed meanwhile is looked at again.
            if (
                instances.Count > 0
                || Attempt(() =>
                    store.Update(definition.Type, ns: null, WithoutFinalizer(definition), subresource: null)
                )
            )
                return;
        }
    }

    private void MarkTerminating(string name)
    {
        if (store.Find(ResourceTypes.CustomResourceDefinitions, ns: null, name) is not { IsDeleting: true } definition)
            return;
        var draft = (JsonObject)definition.Json.DeepClone();
        CustomResourceNames.SetCondition(
            draft,
            "Terminating",
            holds: true,
            "InstanceDeletionInProgress",
            "CustomResource deletion is in progress",
            Timestamps.Format(clock.GetUtcNow())
        );
        Attempt(() => store.Update(definition.Type, ns: null, draft, "status"));
    }

    /// <returns>False when the object changed or went meanwhile.</returns>
    private static bool Attempt(Action write)
    {
        try
        {
            write();
            return true;
        }
        catch (StatusException e) when (e.IsConflict || e.IsNotFound)
        {
            return false;
        }
    }

    private IEnumerable<StoredObject> Instances(string groupResource) =>
        store
            .Types.Where(t => string.Equals(t.GroupResource, groupResource, StringComparison.Ordinal))
            .SelectMany(t => store.List(t, ns: null));

    private static JsonObject WithoutFinalizer(StoredObject definition)
    {
        var draft = (JsonObject)definition.Json.DeepClone();
        var others = definition.Finalizers.Where(f => f is not Name).Select(f => (JsonNode)f);
        draft.EnsureObject("metadata")["finalizers"] = new JsonArray([.. others]);
        return draft;
    }
}
