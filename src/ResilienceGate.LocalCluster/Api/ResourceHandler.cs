using Microsoft.AspNetCore.Http;
using ResilienceGate.LocalCluster.Api.Pods;
using ResilienceGate.LocalCluster.Api.Reading;
using ResilienceGate.LocalCluster.Api.Reviews;
using ResilienceGate.LocalCluster.Api.ServiceAccounts;
using ResilienceGate.LocalCluster.Api.Writing;
using ResilienceGate.LocalCluster.Authorization;
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
    PodStreams streams,
    PodEviction eviction,
    PodBinding binding,
    TokenSubresource token,
    ReviewHandler reviews,
    Authorizer authorizer
)
{
    public Task HandleAsync(HttpContext context, RequestInfo info, Access access)
    {
        var view = registry.Find(info.Group, info.Version, info.Resource) ?? throw StatusException.NoSuchResource();
        if (info.Namespace is not null && !view.Served.Namespaced)
            throw StatusException.NoSuchResource();
        RequireCreate(context, view.Served, access);
        if (!view.Served.Stored)
            return
                info.Name is null
                && context.Request.Method is "POST"
                && view.Served.Namespaced == info.Namespace is not null
                ? reviews.CreateAsync(context, view.Served, info.Namespace)
                : throw StatusException.MethodNotAllowed();
        if (info.Name is null)
            return HandleCollectionAsync(context, view, info);
        if (view.Served.Namespaced && info.Namespace is null)
            throw StatusException.NoSuchResource();
        return info.Subresource is null or "status" or "finalize" or "ephemeralcontainers"
            ? HandleObjectAsync(context, view, info, info.Name)
            : HandleSubresourceAsync(context, view, info, info.Name);
    }

    /// <summary>
    /// A WebSocket is opened by GET, yet what goes through it may change things. So a real server asks for the right to
    /// <c>create</c> as well, and refuses with no more than the authorizer's reason.
    /// </summary>
    private void RequireCreate(HttpContext context, ResourceType type, Access access)
    {
        if (access is not Access.ToResource { Verb: not "create", Subresource: "attach" or "exec" or "portforward" } to)
            return;
        if (
            authorizer.Authorize(context.Requester, to with { Verb = "create" }) is
            { Allowed: false, Reason: var reason }
        )
            throw StatusException.Forbidden(type, to.Name ?? "", reason);
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
        if (view.Served == ResourceTypes.Pods && info.Subresource is "portforward")
            throw StatusException.BadRequest(
                "ports are not forwarded here; from the machine of this cluster the pod's own address can be reached"
            );
        if (!view.Served.Subresources.Contains(info.Subresource, StringComparer.Ordinal))
            throw StatusException.NoSuchResource();
        return (info.Subresource, context.Request.Method) switch
        {
            ("scale", _) => scale.HandleAsync(context, view, info, name),
            ("log", "GET") => logs.GetAsync(context, info, name),
            // HTTP/2 opens a WebSocket by CONNECT.
            ("attach", "GET" or "POST" or "CONNECT") => streams.AttachAsync(context, info, name),
            ("exec", "GET" or "POST" or "CONNECT") => streams.ExecAsync(context, info, name),
            ("eviction", "POST") => eviction.CreateAsync(context, info, name),
            ("binding", "POST") => binding.CreateAsync(context, info, name),
            ("token", "POST") => token.CreateAsync(context, info, name),
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
