using System.Text.Json.Nodes;
using k8s.Models;

namespace ResilienceGate.LocalCluster.Store;

/// <summary>Lets nothing new begin in what is not there, or on its way out: a namespace, a kind of custom resource.</summary>
internal static class TerminationCheck
{
    /// <exception cref="StatusException">NotFound or Forbidden.</exception>
    public static void Check(ObjectStore store, ResourceType type, string? ns, JsonObject obj)
    {
        var name = obj.Metadata.Text("name") ?? "";
        if (ns is not null)
            CheckNamespace(store, type, ns, name);
        if (
            type.CustomSchema is not null
            && store.Find(ResourceTypes.CustomResourceDefinitions, ns: null, type.GroupResource) is { IsDeleting: true }
        )
            throw StatusException.Forbidden(
                type,
                name,
                "create not allowed while custom resource definition is terminating"
            );
    }

    private static void CheckNamespace(ObjectStore store, ResourceType type, string ns, string name)
    {
        var home =
            store.Find(ResourceTypes.Namespaces, ns: null, ns)
            ?? throw StatusException.NotFound(ResourceTypes.Namespaces, ns);
        if (home.IsDeleting)
            throw Terminating(type, name, ns);
    }

    private static StatusException Terminating(ResourceType type, string name, string ns) =>
        StatusException.Forbidden(
            type,
            name,
            $"unable to create new content in namespace {ns} because it is being terminated",
            new V1StatusCause
            {
                Reason = "NamespaceTerminating",
                Message = $"namespace {ns} is being terminated",
                Field = "metadata.namespace",
            }
        );
}
