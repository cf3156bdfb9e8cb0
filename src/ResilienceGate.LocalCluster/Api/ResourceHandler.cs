using Microsoft.AspNetCore.Http;
using ResilienceGate.LocalCluster.Api.Pods;
using ResilienceGate.LocalCluster.Api.Reading;
using ResilienceGate.LocalCluster.Api.Reviews;
using ResilienceGate.LocalCluster.Api.Writing;
using ResilienceGate.LocalCluster.Security;
using ResilienceGate.LocalCluster.Store;

namespace ResilienceGate.LocalCluster.Api;

/// <summary>Finds for each request about a resource the part that answers it.</summary>
internal sealed class ResourceHandler(
    ResourceRegistry registry,
    ObjectReader reader,
    WatchStream watch,
    ObjectWriter writer,
    ObjectPatcher patcher,
    ObjectDeleter deleter,
    ScaleSubresource scale,
    PodLogs logs,
    PodAttach attach,
    PodEviction eviction,
    PodBinding binding
)
{
    public Task HandleAsync(HttpContext context, RequestInfo info, User user)
    {
        var view = registry.Find(info.Group, info.Version, info.Resource) ?? throw StatusException.NoSuchResource();
        if (info.Namespace is not null && !view.Served.Namespaced)
            throw StatusException.NoSuchResource();
        Authorize(context.Request.Method, info, user, view.Served);
        if (!view.Served.Stored)
            return info.Name is null && context.Request.Method is "POST"
                ? SelfReviews.CreateAsync(context, view.Served, user)
                : throw StatusException.MethodNotAllowed();
        if (info.Name is null)
            return HandleCollectionAsync(context, view, info);
        if (view.Served.Namespaced && info.Namespace is null)
            throw StatusException.NoSuchResource();
        return info.Subresource is null or "status" or "finalize"
            ? HandleObjectAsync(context, view, info, info.Name)
            : HandleSubresourceAsync(context, view, info, info.Name);
    }

    /// <summary>Administrators may do everything, others nothing.</summary>
    private static void Authorize(string method, RequestInfo info, User user, ResourceType type)
    {
        // Everyone who proved a name may ask about itself.
        if (user.IsAdministrator || (!type.Stored && user != User.Anonymous))
            return;
        var verb = method switch
        {
            "POST" => "create",
            "PUT" => "update",
            "PATCH" => "patch",
            "DELETE" => "delete",
            _ => info.Name is null ? "list" : "get",
        };
        var resource = info.Subresource is null ? type.Plural : $"{type.Plural}/{info.Subresource}";
        var scope = info.Namespace is null ? "at the cluster scope" : $"in the namespace \"{info.Namespace}\"";
        var cause = $"User \"{user.Name}\" cannot {verb} resource \"{resource}\" in API group \"{type.Group}\" {scope}";
        throw StatusException.Forbidden(type, info.Name ?? "", cause);
    }

    private Task HandleCollectionAsync(HttpContext context, ResourceView view, RequestInfo info)
    {
        switch (context.Request.Method)
        {
            case "GET":
                return ListOrWatchAsync(context, view, info);
            case "POST" when view.Served.Namespaced == info.Namespace is not null:
                return writer.CreateAsync(context, view, info);
            case "DELETE"
                when view.Served.Namespaced == info.Namespace is not null && view.Served != ResourceTypes.Namespaces:
                return deleter.DeleteCollectionAsync(context, view, info);
            default:
                throw StatusException.MethodNotAllowed();
        }
    }

    private Task HandleObjectAsync(HttpContext context, ResourceView view, RequestInfo info, string name)
    {
        if (
            info.Subresource is { } subresource
            && !view.Served.Subresources.Contains(subresource, StringComparer.Ordinal)
        )
            throw StatusException.NoSuchResource();
        return context.Request.Method switch
        {
            // A watch of one object is a watch of its collection that selects it.
            "GET" when info.Subresource is null && context.Request.Query["watch"].ToString() is "true" or "1" =>
                ListOrWatchAsync(context, view, info),
            "GET" => reader.GetAsync(context, view, info, name),
            "PUT" => writer.UpdateAsync(context, view, info, name),
            "PATCH" => patcher.PatchAsync(context, view, info, name),
            "DELETE" when info.Subresource is null => deleter.DeleteAsync(context, view, info, name),
            _ => throw StatusException.MethodNotAllowed(),
        };
    }

    private Task HandleSubresourceAsync(HttpContext context, ResourceView view, RequestInfo info, string name)
    {
        if (!view.Served.Subresources.Contains(info.Subresource, StringComparer.Ordinal))
            throw StatusException.NoSuchResource();
        return (info.Subresource, context.Request.Method) switch
        {
            ("scale", _) => scale.HandleAsync(context, view, info, name),
            ("log", "GET") => logs.GetAsync(context, info, name),
            // HTTP/2 opens a WebSocket by CONNECT.
            ("attach", "GET" or "POST" or "CONNECT") => attach.ConnectAsync(context, info, name),
            ("eviction", "POST") => eviction.CreateAsync(context, info, name),
            ("binding", "POST") => binding.CreateAsync(context, info, name),
            _ => throw StatusException.MethodNotAllowed(),
        };
    }

    private Task ListOrWatchAsync(HttpContext context, ResourceView view, RequestInfo info)
    {
        var options = ListOptions.Parse(context.Request);
        return options.Watch
            ? watch.RunAsync(context, view, info, options)
            : reader.ListAsync(context, view, info, options);
    }
}
