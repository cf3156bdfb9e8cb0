using System.Text.Json.Nodes;

namespace ResilienceGate.LocalCluster.Store;

/// <summary>Deletes the objects of a custom resource before its definition goes.</summary>
internal sealed class CustomResourceFinalizer(ObjectStore store)
{
    public const string Name = "customresourcecleanup.apiextensions.k8s.io";

    public async Task RunAsync(CancellationToken ct)
    {
        await foreach (var change in store.Watch(type: null, ns: null, fromRevision: 0, ct))
        {
            var obj = change.Object;
            if (obj.Type == ResourceTypes.CustomResourceDefinitions && change.Type is WatchEventType.Modified)
                Clean(obj.Name);
            else if (obj.Type.Model is null && change.Type is WatchEventType.Deleted)
                Clean(obj.Type.GroupResource);
        }
    }

    private void Clean(string name)
    {
        while (store.Find(ResourceTypes.CustomResourceDefinitions, ns: null, name) is { IsDeleting: true } definition)
        {
            List<StoredObject> instances = [.. Instances(name)];
            try
            {
                foreach (var instance in instances.Where(i => !i.IsDeleting))
                    store.Delete(
                        instance.Type,
                        instance.Namespace,
                        instance.Name,
                        DeleteOptions.Default with
                        {
                            Uid = instance.Uid,
                        }
                    );
                // The deletion of the last one comes here again.
                if (instances.Count > 0)
                    return;
                store.Update(definition.Type, ns: null, WithoutFinalizer(definition), subresource: null);
                return;
            }
            catch (StatusException e) when (e.IsConflict || e.IsNotFound)
            {
                // Something changed meanwhile: look again.
            }
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
