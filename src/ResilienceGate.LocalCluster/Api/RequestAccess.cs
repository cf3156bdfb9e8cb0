using Microsoft.AspNetCore.Http;
using ResilienceGate.LocalCluster.Api.Reading;
using ResilienceGate.LocalCluster.Authorization;

namespace ResilienceGate.LocalCluster.Api;

/// <summary>What a request does, as rules name it.</summary>
/// <remarks>After <c>k8s.io/apiserver/pkg/endpoints/request.RequestInfoFactory</c>.</remarks>
internal static class RequestAccess
{
    /// <param name="request">The request.</param>
    /// <param name="info">What its path means; null when it names no resource.</param>
    public static Access Of(HttpRequest request, RequestInfo? info)
    {
        if (info is null)
            return new Access.ToPath { Verb = request.Method.ToLowerInvariant(), Path = request.Path.Value ?? "/" };
        var verb = Verb(request, info);
        return new Access.ToResource
        {
            Verb = verb,
            Group = info.Group,
            Resource = info.Resource,
            Subresource = info.Subresource,
            // A namespace itself is within its own scope: whoever may read all in it may read it.
            Namespace = info.Namespace ?? (info.Resource is "namespaces" ? info.Name : null),
            // A list of the one object with a name is access to that object.
            Name =
                info.Name ?? (verb is "list" or "watch" ? FieldSelector.NameIn(request.Query["fieldSelector"]) : null),
        };
    }

    private static string Verb(HttpRequest request, RequestInfo info) =>
        request.Method switch
        {
            "POST" => "create",
            "PUT" => "update",
            "PATCH" => "patch",
            "DELETE" => info.Name is null ? "deletecollection" : "delete",
            // HTTP/2 opens a WebSocket by CONNECT.
            "GET" or "HEAD" or "CONNECT" => info.Name is not null ? "get"
            : ListOptions.IsWatch(request) ? "watch"
            : "list",
            _ => "",
        };
}
